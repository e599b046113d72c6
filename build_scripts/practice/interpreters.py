"""Find the CPython interpreters of this computer that can become `python` packages.

Asks each interpreter about itself; copying its files belongs to python_package.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from practice.systems import LINUX, Python, System

OLDEST = (3, 11)
NEWEST_EXTRA = (3, 13)
_QUESTION = """
import json, os, sys, sysconfig
value = sysconfig.get_config_var
print(json.dumps({
    "executable": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
    "prefix": sys.base_prefix,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "stdlib": os.path.dirname(os.path.realpath(os.__file__)),
    "usable": sys.implementation.name == "cpython" and sys.version_info.releaselevel == "final"
        and not value("Py_GIL_DISABLED") and not value("Py_DEBUG"),
}))
"""


@dataclass(frozen=True)
class Interpreter(Python):
    """One installed CPython: its real executable, its prefix and its standard library."""

    executable: Path
    prefix: Path
    stdlib: Path

    @property
    def compiler(self) -> Path | None:
        """It runs here, so it compiles for itself."""
        return self.executable


def this_system() -> System:
    """The system of this computer; interpreters are copied on Linux on two processors.

    Raises RuntimeError elsewhere.
    """
    machine = platform.machine()
    if platform.system() != "Linux" or machine not in LINUX:
        raise RuntimeError(
            "the practice kit can be built on Linux x86_64 and aarch64 only, "
            f"this is {platform.system()} {machine}"
        )
    return LINUX[machine]


def ask(executable: Path) -> Interpreter | None:
    """What the interpreter says about itself, or None if it does not run or is not usable."""
    try:
        done = subprocess.run(
            [executable, "-I", "-c", _QUESTION],
            capture_output=True, text=True, timeout=30, check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    answer = json.loads(done.stdout)
    if not answer["usable"]:
        return None
    return Interpreter(
        version=answer["version"],
        system=this_system(),
        executable=Path(answer["executable"]),
        prefix=Path(answer["prefix"]),
        stdlib=Path(answer["stdlib"]),
    )


def running() -> Interpreter:
    """The interpreter that runs this program. Raises RuntimeError if it cannot be packaged."""
    found = ask(Path(sys.executable))
    if found is None or found.number < OLDEST:
        raise RuntimeError("the practice kit needs a released CPython 3.11 or newer to build it")
    return found


def choose(extra_minors: Iterable[str] | None = None) -> tuple[Interpreter, ...]:
    """The running interpreter first, then others.

    Without `extra_minors` at most one more is taken, the newest found up to NEWEST_EXTRA.
    Raises RuntimeError if a wanted minor version is not on this computer.
    """
    first = running()
    others = {i.minor: i for i in _others(first)}
    if extra_minors is None:
        allowed = [i for i in others.values() if OLDEST <= i.number <= NEWEST_EXTRA]
        return (first, *sorted(allowed, key=lambda i: i.number)[-1:])
    wanted = [minor for minor in dict.fromkeys(extra_minors) if minor != first.minor]
    missing = [minor for minor in wanted if minor not in others]
    if missing:
        raise RuntimeError(f"no usable Python {', '.join(missing)} found on this computer")
    return (first, *(others[minor] for minor in wanted))


def _others(first: Interpreter) -> Iterator[Interpreter]:
    for path in _candidates(first.prefix):
        found = ask(path)
        if found and found.number >= OLDEST and found.minor != first.minor:
            yield found


def _candidates(prefix: Path) -> Iterator[Path]:
    """Executables `python3.X` beside the running one's prefix and on PATH, once each."""
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    if prefix.parent != Path(prefix.anchor):
        folders += [folder / "bin" for folder in sorted(prefix.parent.iterdir())]
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.glob("python3.*")) if folder.is_dir() else ():
            if re.fullmatch(r"python3\.\d+", path.name) and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path
