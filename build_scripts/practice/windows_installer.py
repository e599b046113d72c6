"""Put the practice kit's installer for Windows together with makensis.

What the installer checks and does stands in windows_installer.nsi.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from practice.conda_package import EPOCH, BuiltPackage, unpack
from practice.installer import Product, cache_record, write_state
from practice.systems import Python

_HERE = Path(__file__).parent
_NEEDED = "makensis is missing: install NSIS (Debian: apt-get install nsis)"


def build_windows_installer(
    product: Product, python: Python, packages: Iterable[BuiltPackage], work: Path, folder: Path
) -> Path:
    """Write the installer of a base environment made of `packages` (one of them python).

    Raises RuntimeError if NSIS is missing or refuses.
    """
    payload = work / "windows-payload"
    base = sorted(packages, key=lambda package: package.info.name)
    longest = _lay_out(payload, python, base)
    licence = work / "licence.txt"
    licence.write_text(product.licence, "utf-8", newline="\r\n")
    target = folder / product.file_name
    folder.mkdir(parents=True, exist_ok=True)
    values = {
        "NAME": product.name, "VERSION": product.version, "MINOR": python.minor,
        "FOLDER": product.name.lower(), "PAYLOAD": str(payload), "OUTPUT": str(target),
        "LONGEST": str(longest), "LICENCE": str(licence),
    }  # fmt: skip
    _make(values)
    return target


def _lay_out(payload: Path, python: Python, base: list[BuiltPackage]) -> int:
    """Write what the installer carries; returns the length of the longest path it will make."""
    archives, bootstrap = payload / "pkgs", payload / "tmp" / "bootstrap"
    archives.mkdir(parents=True)
    longest = 0
    for package in base:
        shutil.copy2(package.path, archives / package.path.name)
        tree = payload.parent / "unpacked" / package.info.dist
        unpack(package.path, tree)
        names = [path.relative_to(tree).as_posix() for path in tree.rglob("*")]
        longest = max(longest, *(len(f"pkgs/{package.info.dist}/{name}") for name in names))
        _merge(tree, bootstrap, python)
    shutil.copy2(_HERE / "install_base.py", payload / "tmp")
    records = {package.path.name: cache_record(package) for package in base}
    (payload / "tmp" / "records.json").write_text(
        json.dumps(records, indent=1, sort_keys=True), "utf-8"
    )
    write_state(payload, base)
    return longest


def _merge(tree: Path, bootstrap: Path, python: Python) -> None:
    """Lay a package over the Python that works meanwhile, as conda would link it."""
    shutil.rmtree(tree / "info")
    if (tree / "site-packages").is_dir():
        shutil.copytree(
            tree / "site-packages", bootstrap / python.site_packages, dirs_exist_ok=True
        )
        shutil.rmtree(tree / "site-packages")
    else:
        shutil.copytree(tree, bootstrap, dirs_exist_ok=True)


def _make(values: dict[str, str]) -> None:
    program = shutil.which("makensis")
    if program is None:
        raise RuntimeError(_NEEDED)
    defined = [f"-D{name}={value}" for name, value in values.items()]
    script = str(_HERE / "windows_installer.nsi")
    done = subprocess.run(
        [program, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, script],
        check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"makensis failed:\n{(done.stdout + done.stderr)[-3000:]}")
