"""The macOS of the practice workshop: Apple's chip, its wheels, and as much Python as can be had.

PyPI has no wheel that carries a Python for macOS, and nothing else is fetched. So the package
`python` has the real standard library, which is the same everywhere, and in the place of the
interpreter a script that says so. Everything else for this platform is real.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.tags import mac_platforms
from practice.byte_code import compile_tree, set_times
from practice.conda_package import BuiltPackage, write_package
from practice.interpreters import Interpreter
from practice.python_package import python_info
from practice.systems import Python, System

SUMMARY = "The standard library of Python for macOS; WITHOUT an interpreter, for practising only"
_STAND_IN = """\
#!/bin/sh
echo "This python of the practice channel is the standard library only: no macOS interpreter" >&2
echo "could be had where the channel was made. Nothing can be run with it." >&2
exit 1
"""
_LEFT_OUT = frozenset(
    ("test", "tests", "idle_test", "__pycache__", "site-packages", "dist-packages", "turtledemo")
)
_ONLY = (".py", ".txt", ".cfg", ".toml", ".html", ".gif", ".png", ".ico", ".def", ".fish", ".ps1")


@dataclass(frozen=True)
class _Mac(System):
    """A prefix of macOS is laid out as on Linux, so the builder's `family` is that; names differ,
    and so does what the catalogue calls it."""

    @property
    def title(self) -> str:
        return "MacOSX"


MAC = _Mac(
    family="linux",
    subdir="osx-arm64",
    cpu="arm64",
    machine="arm64",
    python="bin/python",
    library="lib/python{minor}",
    scripts="bin",
    headers="include/python{minor}",
    markers={
        "os_name": "posix",
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "platform_machine": "arm64",
        "platform_release": "21.2.0",
        "platform_version": "Darwin Kernel Version 21.2.0",
    },
    # macOS 12.1 is what locks for this platform rely on (catalog/platforms.toml).
    wheel_platforms=tuple(mac_platforms((12, 1), "arm64")),
)


def mac_python(running: Interpreter) -> Python:
    """Python for macOS, as new as the one that runs here."""
    return Python(running.version, MAC)


def build_mac_python(
    python: Python, running: Interpreter, work: Path, folder: Path
) -> BuiltPackage:
    """Write the `python` package out of the running Python's library."""
    tree = work / f"python-{python.version}"
    name = f"python{python.minor}"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin" / name).write_text(_STAND_IN, "utf-8")
    (tree / "bin" / name).chmod(0o755)
    for link in ("python", "python3"):
        (tree / "bin" / link).symlink_to(name)
    shutil.copytree(running.stdlib, tree / python.library, ignore=_ignore)
    (tree / python.site_packages).mkdir()
    note = tree / python.site_packages / "README.txt"
    note.write_text(f"{SUMMARY}.\n", "utf-8")
    set_times(tree)
    compile_tree(python, tree, [tree / python.library])
    return write_package(tree, python_info(python, SUMMARY), folder)


def _ignore(folder: str, names: Iterable[str]) -> set[str]:
    """Compiled modules are Linux's, and so is what describes how this Python was compiled."""
    here = Path(folder)
    return {
        name
        for name in names
        if name in _LEFT_OUT
        or name.startswith(("_sysconfigdata", "config-", "sitecustomize"))
        or not (here / name).exists()
        or ((here / name).is_file() and not name.endswith(_ONLY))
    }
