"""Writes the setup program for Windows with makensis; what it does stands in setup.nsi."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from package import icons, names
from package.freezing import PackagingFailed, size_of
from package.windows.resources import version_numbers

_SCRIPT = Path(__file__).with_name("setup.nsi")


def write_setup(folder: Path, target: Path) -> None:
    """Pack the frozen `folder` as the setup program `target`. Raises PackagingFailed."""
    program = makensis()
    icon = target.with_suffix(".ico")
    icon.write_bytes(icons.ico())
    numbers = ".".join(map(str, (*version_numbers(), 0)))
    values = {
        "VERSION": names.version(), "NUMBERS": numbers, "FOLDER": str(folder), "ICON": str(icon),
        "OUTPUT": str(target), "KILOBYTES": str(size_of(folder) // 1024),
    }  # fmt: skip
    defined = [f"-D{name}={value}" for name, value in values.items()]
    command = [program, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, str(_SCRIPT)]
    variables = {**os.environ, "SOURCE_DATE_EPOCH": str(names.build_time())}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=variables)
    icon.unlink()
    if done.returncode:
        raise PackagingFailed(f"makensis failed:\n{(done.stdout + done.stderr)[-3000:]}")


def makensis() -> str:
    """The program. Raises PackagingFailed where it is not installed."""
    found = shutil.which("makensis")
    if found is None:
        raise PackagingFailed("makensis is missing: install NSIS (Debian: apt-get install nsis)")
    return found
