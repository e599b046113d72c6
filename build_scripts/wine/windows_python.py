"""Makes a Python for Windows with the project's locked packages, on any system.

The packages are those of requirements-dev.txt, chosen and checked for Windows by uv.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import embeddable

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "build_scripts" / "requirements-dev.txt"
_STAMP = "built-from.txt"


class NoWindowsPython(Exception):
    """It could not be made; the text says why."""


def make(folder: Path) -> Path:
    """Make the Python in `folder` unless it is there, from the same inputs; returns python.exe.

    Raises NoWindowsPython.
    """
    stamp = _inputs()
    mark = folder / _STAMP
    if not (mark.is_file() and mark.read_text("utf-8") == stamp):
        shutil.rmtree(folder, ignore_errors=True)
        embeddable.lay_out(_fetch(), folder)
        _install(folder / "Lib" / "site-packages")
        mark.write_text(stamp, "utf-8")
    return folder / "python.exe"


def _fetch() -> zipfile.ZipFile:
    try:
        return embeddable.fetch()
    except embeddable.NoEmbeddable as error:
        raise NoWindowsPython(str(error)) from error


def _install(target: Path) -> None:
    uv = Path(sysconfig.get_path("scripts")) / "uv"
    _run(
        [
            str(uv), "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK),
            "--python-platform", "x86_64-pc-windows-msvc", "--python-version", embeddable.MINOR,
            "--only-binary", ":all:", "--target", str(target),
        ]
    )  # fmt: skip


def _inputs() -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    for source in (Path(__file__), embeddable.SOURCE):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NoWindowsPython(f"{Path(command[0]).name} failed: {done.stderr[-2000:]}")
