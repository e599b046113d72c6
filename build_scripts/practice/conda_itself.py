"""Make the conda package `conda` out of the real conda that the wheel of conda-lock carries.

Changes nothing of conda but its import prefix and the guard of its `__main__`.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from practice.byte_code import compile_tree, set_times
from practice.conda_package import PLACEHOLDER, BuiltPackage, PackageInfo, write_package
from practice.systems import Python
from practice.wheels import write_launcher

# What this conda imports. `python-sat` is its solver's engine: unlike conda's usual pycosat it
# is published as ready wheels, so building the kit needs no C compiler.
CONDA_DEPENDS = (
    "archspec >=0.2.3",
    "boltons >=23.0.0",
    "conda-package-handling >=2.2.0",
    "conda-package-streaming >=0.9.0",
    "distro >=1.5.0",
    "frozendict >=2.4.2",
    "jsonpatch >=1.32",
    "packaging >=23.0",
    "platformdirs >=3.10.0",
    "pluggy >=1.0.0",
    "python-sat",
    "requests >=2.28.0",
    "ruamel.yaml >=0.11.14",
    "tqdm >=4",
    "truststore >=0.8.0",
    "zstandard >=0.19.0",
)
_VENDORED = "conda_lock/_vendor/conda/"
_SHELL = Path(__file__).with_name("shell")
_MAIN = '''"""`python -m conda`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
'''
_PROGRAM = "conda = conda.cli:main"
# The default solver of this version is a library that PyPI does not have. The setting lies in
# condarc.d, so that conda still works after someone has rewritten <prefix>/.condarc.
_SETTINGS = "solver: classic\nsat_solver: pysat\n"


def build_conda(
    wheel: Path, python: Python, launcher: bytes, work: Path, folder: Path
) -> BuiltPackage:
    """Write the `conda` package; `launcher` starts its program on Windows, b"" elsewhere.

    Raises ValueError if the wheel carries no conda.
    """
    tree = work / "conda"
    version = stage_conda(wheel, tree, python.site_packages)
    _write_programs(tree, python, launcher)
    set_times(tree)
    compile_tree(python, tree, [tree / python.site_packages])
    following = f"{python.number[0]}.{python.number[1] + 1}"
    info = PackageInfo(
        name="conda",
        version=version,
        build=f"py{python.minor.replace('.', '')}_0",
        subdir=python.system.subdir,
        depends=(
            f"python >={python.minor},<{following}.0a0",
            f"python_abi {python.minor}.* *_{python.tag}",
            *CONDA_DEPENDS,
        ),
        licence="BSD-3-Clause",
        summary="The package and environment manager",
    )
    return write_package(tree, info, folder)


def stage_conda(wheel: Path, tree: Path, site_packages: str) -> str:
    """Lay the modules of conda out in `tree` and return its version."""
    home = tree / site_packages / "conda"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(_VENDORED)]
        if f"{_VENDORED}_version.py" not in names:
            raise ValueError(f"{wheel.name} carries no conda")
        for name in names:
            target = home / name.removeprefix(_VENDORED)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(own_imports(archive.read(name)))
    (home / "__main__.py").write_text(_MAIN, "utf-8")
    version = re.search(r"version = '([0-9.]+)'", (home / "_version.py").read_text("utf-8"))
    if version is None:
        raise ValueError(f"{wheel.name} does not say which conda it carries")
    _write_metadata(tree / site_packages, version[1])
    return version[1]


def own_imports(source: bytes) -> bytes:
    """A source file with the vendored import prefix taken away."""
    return re.sub(rb"\bconda_lock\._?vendor\.conda\b", b"conda", source)


def _write_metadata(site: Path, version: str) -> None:
    info = site / f"conda-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: conda\nVersion: {version}\n")
    (info / "INSTALLER").write_text("conda\n")


def _write_programs(tree: Path, python: Python, launcher: bytes) -> None:
    """The programs and what a shell reads, which the wheel leaves out."""
    write_launcher(_PROGRAM, tree / python.system.scripts, launcher)
    _write(tree / "condarc.d" / "practice.yml", _SETTINGS)
    match python.system.family:
        case "linux":
            _write_shell_function(tree, tree / python.site_packages / "conda")
        case "windows":
            _write_batch_files(tree)


def _write_shell_function(tree: Path, home: Path) -> None:
    function = (_SHELL / "conda.sh").read_text("utf-8")
    exports = f'export CONDA_EXE="{PLACEHOLDER}/bin/conda"\n'
    exports += f'export CONDA_PYTHON_EXE="{PLACEHOLDER}/bin/python"\n'
    activate = (_SHELL / "activate").read_text("utf-8").replace("@PREFIX@", PLACEHOLDER)
    _write(tree / "bin" / "activate", activate)
    _write(tree / "etc" / "profile.d" / "conda.sh", exports + function)
    _write(home / "shell" / "etc" / "profile.d" / "conda.sh", function)
    (tree / "bin" / "activate").chmod(0o755)
    (tree / "condabin").mkdir()
    shutil.copy2(tree / "bin" / "conda", tree / "condabin" / "conda")


def _write_batch_files(tree: Path) -> None:
    """They find their installation by their own place, so nothing is filled in."""
    for folder, name in (("condabin", "conda.bat"), ("Scripts", "activate.bat")):
        _write(tree / folder / name, (_SHELL / name).read_text("utf-8"), "\r\n")


def _write(path: Path, text: str, newline: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline=newline)
