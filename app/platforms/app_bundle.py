"""The files of a small macOS application that starts one program."""

from __future__ import annotations

import plistlib
import re
import shlex
from pathlib import Path

from app.platforms.base import FileToWrite, Launcher


def app_folder(launcher: Launcher, home: Path) -> Path:
    """Where the application will be: ~/Applications/<title>.app."""
    name = re.sub(r"[/:\x00-\x1f]+", " ", launcher.title).strip(" .") or launcher.identifier
    return home / "Applications" / f"{name}.app"


def bundle_files(launcher: Launcher, home: Path) -> tuple[FileToWrite, ...]:
    """Its description and the script that it runs."""
    contents = app_folder(launcher, home) / "Contents"
    return (
        FileToWrite(contents / "Info.plist", _description(launcher)),
        FileToWrite(contents / "MacOS" / launcher.identifier, _script(launcher), executable=True),
    )


def _description(launcher: Launcher) -> str:
    title = re.sub(r"[\x00-\x1f]+", " ", launcher.title)
    entries = {
        "CFBundleName": title,
        "CFBundleDisplayName": title,
        "CFBundleExecutable": launcher.identifier,
        "CFBundleIdentifier": f"seedbed.{launcher.identifier}",
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": "1.0",
    }
    return plistlib.dumps(entries).decode("utf-8")


def _script(launcher: Launcher) -> str:
    folder = shlex.quote(str(launcher.working_folder))
    return f"#!/bin/sh\ncd {folder} || exit 1\nexec {shlex.join(launcher.command)}\n"
