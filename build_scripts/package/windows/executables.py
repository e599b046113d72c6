"""Gives the frozen programs the names under which people start them."""

from __future__ import annotations

from pathlib import Path

from package import names


def rename(folder: Path) -> None:
    """PyInstaller ends every name with .exe; the console program is a .com, which Windows finds
    first where somebody types `seedbed`."""
    wanted = names.console_program("windows")
    (folder / f"{wanted}.exe").replace(folder / wanted)
