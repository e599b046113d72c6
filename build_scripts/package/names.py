"""What the artefacts and the programs inside them are called, and the time they all carry.

Standard library only: dev.py and the PyInstaller spec read it too.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
APP_NAME = "Seedbed"
SYSTEMS = ("linux", "windows", "macos")
# The Python modules of both programs; runtime_modules.py reads it.
MODULES = "modules.pyz"
# The first second that every archive format can hold (zip begins in 1980).
_EARLIEST = 315_532_800
# Python's -OO for what is frozen: neither docstrings, a quarter of all byte code, nor assertions.
OPTIMIZE = 2


def version() -> str:
    """The project's version."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return str(data["project"]["version"])


def this_system() -> str:
    """The system this Python runs on, in our words."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def architecture() -> str:
    """The processor of this Python, "x86_64" or "arm64", as in the artefacts' names."""
    name = platform.machine().lower()
    return {"amd64": "x86_64", "aarch64": "arm64"}.get(name, name)


def window_program(system: str) -> str:
    """The file name of the windowed program."""
    return f"{APP_NAME}.exe" if system == "windows" else APP_NAME


def console_program(system: str) -> str:
    """The file name of the console program.

    Where "seedbed" and "Seedbed" would be one file it has another name; Windows finds .COM before
    .EXE, so that typing `seedbed` reaches it there all the same.
    """
    return {"linux": "seedbed", "windows": "seedbed.com", "macos": "seedbed-console"}[system]


def build_time() -> int:
    """The time that every file inside carries, in seconds since 1970: that of the last commit.

    SOURCE_DATE_EPOCH overrules it, as everywhere.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return max(int(told), _EARLIEST)
    ask = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(ask, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return _EARLIEST
    return max(int(done.stdout.strip() or 0), _EARLIEST)
