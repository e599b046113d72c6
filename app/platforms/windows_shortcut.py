"""A Start-menu shortcut, made by one PowerShell child from values that it never interprets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

from app.platforms.base import Command, Launcher
from app.platforms.windows_places import roaming

# The script is constant; every value comes in a variable, so no name can inject anything.
_SCRIPT = (
    "$ErrorActionPreference = 'Stop'; "
    "$folder = Split-Path -LiteralPath $env:SEEDBED_LINK; "
    "New-Item -ItemType Directory -Force -Path $folder | Out-Null; "
    "$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:SEEDBED_LINK); "
    "$link.TargetPath = $env:SEEDBED_PROGRAM; "
    "$link.Arguments = $env:SEEDBED_ARGUMENTS; "
    "$link.WorkingDirectory = $env:SEEDBED_FOLDER; "
    "$link.Save()"
)
_MENU = ("Microsoft", "Windows", "Start Menu", "Programs")


def shortcut_path(launcher: Launcher, home: Path, environ: Mapping[str, str]) -> Path:
    """Where the shortcut will be.

    WScript.Shell cannot save under a name outside the system's old alphabet, so a title with
    such characters gives way to the identifier.
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", launcher.title).strip(" .")
    plain = name if name and name.isascii() else launcher.identifier
    return roaming(home, environ).joinpath(*_MENU, f"{plain}.lnk")


def shortcut_command(launcher: Launcher, home: Path, environ: Mapping[str, str]) -> Command:
    """The command that makes the shortcut."""
    from subprocess import list2cmdline  # a start has no time for it

    program, *arguments = launcher.command
    return Command(
        arguments=("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _SCRIPT),
        environment={
            "SEEDBED_LINK": _text(shortcut_path(launcher, home, environ)),
            "SEEDBED_PROGRAM": _text(Path(program)),
            "SEEDBED_ARGUMENTS": list2cmdline(arguments),
            "SEEDBED_FOLDER": _text(launcher.working_folder),
        },
    )


def _text(path: Path) -> str:
    return str(PureWindowsPath(str(path)))
