"""Runs PyInstaller on a spec and makes its folder ready to be wrapped: small, and always the same.

What goes in and what stays out is decided by the spec and left_out.toml.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from package import names, pruning

Say = Callable[[str], None]
_FOLDER = Path(__file__).parent
_WORK = names.ROOT / ".cache" / "pyinstaller"


class PackagingFailed(Exception):
    """No artefact can be made; the text says what went wrong, with the end of a tool's output."""


def freeze(name: str, out: Path, say: Say) -> Path:
    """Freeze what `name`.spec describes into a folder below `out`, and return that folder.

    Raises PackagingFailed.
    """
    spec = _FOLDER / f"{name}.spec"
    out.mkdir(parents=True, exist_ok=True)
    say(f"Freezing {name} ...")
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", str(out), "--workpath", str(_WORK / name), str(spec),
    ]  # fmt: skip
    done = subprocess.run(
        command, check=False, env=_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode:
        raise PackagingFailed(f"PyInstaller failed on {spec.name}:\n{done.stdout[-3000:]}")
    folder = out / (names.APP_NAME if name == "seedbed" else name)
    if names.this_system() == "linux":
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


def _environment() -> dict[str, str]:
    """What makes two builds of the same inputs the same: no random order, no clock."""
    return {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(names.build_time()),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Modules are left as they are: they load sooner, and an archive packs those that both
        # programs have only once.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
