"""Runs PyInstaller on a spec and makes its folder ready to be wrapped: small, and always the same.

What goes in and what stays out is decided by the spec and left_out.toml.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from package import names, pruning

Say = Callable[[str], None]
_FOLDER = Path(__file__).parent
_WORK = names.ROOT / ".cache" / "pyinstaller"


class PackagingFailed(Exception):
    """No artefact can be made; the text says what went wrong, with the end of a tool's output."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where programs are frozen: `run` takes arguments and variables and gives back the exit code
    and all that was said; `path` says what that machine calls a file of ours."""

    system: str
    python: Path
    run: Callable[[Sequence[str], Mapping[str, str]], tuple[int, str]]
    path: Callable[[Path], str] = str
    # The folder of its packages, None for those of this Python; and which Python it is.
    packages: Path | None = None
    version: str = platform.python_version()


def this_machine() -> Machine:
    """The machine that runs this Python."""
    return Machine(names.this_system(), Path(sys.executable), _run)


def freeze(name: str, out: Path, say: Say, machine: Machine | None = None) -> Path:
    """Freeze what `name`.spec describes into a folder below `out`, and return that folder.

    Raises PackagingFailed.
    """
    machine = machine or this_machine()
    spec = _FOLDER / f"{name}.spec"
    work = _WORK / f"{machine.system}-{name}"
    for folder in (out, work):
        folder.mkdir(parents=True, exist_ok=True)
    say(f"Freezing {name} ...")
    command = [
        machine.path(machine.python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level",
        "WARN", "--distpath", machine.path(out), "--workpath", machine.path(work),
        machine.path(spec),
    ]  # fmt: skip
    code, told = machine.run(command, _variables())
    if code:
        raise PackagingFailed(f"PyInstaller failed on {spec.name}:\n{told[-3000:]}")
    folder = out / (names.APP_NAME if name == "seedbed" else name)
    if machine.system == "linux":
        gone = pruning.prune(folder)
        pruning.strip(folder)
        say(f"{len(gone)} libraries that nothing needs any more are gone")
    return folder


def settle(folder: Path) -> None:
    """Give every file the same time and one of two modes, so that archives come out the same."""
    when = names.build_time()
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder, each counted once."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _variables() -> dict[str, str]:
    """What makes two builds of the same inputs the same: no random order, no clock."""
    return {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(names.build_time()),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Modules are left as they are: they load sooner, and what is wrapped around packs them.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }


def _run(command: Sequence[str], variables: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, check=False, env={**os.environ, **variables}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    return done.returncode, done.stdout
