"""Seedbed.app: what PyInstaller is told about it, what is added to it, and what must be in it.

PyInstaller's own BUNDLE lays the files out as macOS wants them; signing is signing.py's business.
"""

from __future__ import annotations

import os
import plistlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from package import contents, names
from package.macos import info_plist

APP = f"{names.APP_NAME}.app"
# What the name of a file may not hold on a Mac's drive, or in a disk image that Windows reads.
_FORBIDDEN = frozenset(':\\"<>|?*')
_LONGEST_NAME = 255


def for_pyinstaller(icons: Path) -> dict[str, Any]:
    """The arguments of BUNDLE in seedbed.spec; `icons` is the folder with the drawn icons."""
    return {
        "name": APP,
        "icon": str(icons / info_plist.ICON),
        "bundle_identifier": info_plist.IDENTIFIER,
        "version": names.version(),
        "info_plist": info_plist.info_plist(names.version()),
    }


def complete(app: Path, folder: Path) -> None:
    """Add to `app` its words in each language, and the list of contents and the licences that
    were written into the frozen `folder` beside it."""
    resources = app / "Contents" / "Resources"
    for language in info_plist.LANGUAGES:
        place = resources / f"{language}.lproj"
        place.mkdir(exist_ok=True)
        data = plistlib.dumps(info_plist.words(language))
        (place / "InfoPlist.strings").write_bytes(data)
    internal = folder / "_internal"
    shutil.copyfile(internal / contents.LIST, resources / contents.LIST)
    shutil.copytree(internal / contents.LICENCES, resources / contents.LICENCES, dirs_exist_ok=True)


def faults(app: Path) -> Iterator[str]:
    """What is not where macOS looks for it, and what codesign would refuse."""
    inside = app / "Contents"
    for name in (names.window_program("macos"), names.console_program("macos")):
        program = inside / "MacOS" / name
        if not (program.is_file() and os.access(program, os.X_OK)):
            yield f"Contents/MacOS/{name} is not a program"
    needed = ["Info.plist", f"Resources/{info_plist.ICON}", f"Resources/{contents.LIST}"]
    needed += [f"Resources/{name}.lproj/InfoPlist.strings" for name in info_plist.LANGUAGES]
    needed += [f"Resources/{contents.LICENCES}/Seedbed.txt"]
    # Where the program looks for its own files: _MEIPASS is Contents/Frameworks.
    needed += ["Frameworks/resources/catalog", f"Frameworks/{names.MODULES}"]
    yield from (f"Contents/{name} is missing" for name in needed if not (inside / name).exists())
    yield from (f"{path.name} stands beside Contents" for path in app.iterdir() if path != inside)
    for path in sorted(app.rglob("*")):
        yield from _faults_of(path, app)


def _faults_of(path: Path, app: Path) -> Iterator[str]:
    name = path.relative_to(app).as_posix()
    if path.is_symlink() and not path.exists():
        yield f"{name} leads nowhere"
    elif path.is_symlink() and app.resolve() not in path.resolve().parents:
        yield f"{name} leads out of the application"
    if _FORBIDDEN & set(path.name) or len(path.name.encode()) > _LONGEST_NAME:
        yield f"{name} cannot be a name everywhere"
    parts = path.relative_to(app).parts
    in_code = parts[:2] in {("Contents", "MacOS"), ("Contents", "Frameworks")}
    dotted = "." in path.name and not path.name.endswith(".framework")
    inside_framework = any(part.endswith(".framework") for part in parts[:-1])
    if in_code and dotted and path.is_dir() and not path.is_symlink() and not inside_framework:
        yield f"{name} is a folder of code with a dot in its name"
