"""What files of a kit may be called, so that Windows, macOS, Linux, FAT32 and exFAT can all have
them, and what those of our own are called. Nothing is read or written here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from app.core.amounts import bytes_text
from app.core.foreign_text import shown
from app.core.place import is_bad_name
from app.errors import PlanInvalid
from app.i18n import _

MANIFEST = "manifest.json"
# It lies in a kit as long as it is being made, and says which files that making may have begun.
UNFINISHED = "unfinished.json"
WORKSHOP = "workshop.toml"
CATALOG = "installers.toml"
START_PAGE = "START-HERE.html"
CHANNEL, INSTALLERS, MATERIALS, WHEELS = "channel", "installers", "materials", "wheels"
# The instructor's own check and picture, one file each.
CHECK, LOGO = "check", "logo"
# Seedbed itself, as it is downloaded.
APP = "seedbed"

LARGEST = 2**32 - 1
# Windows' limit is 260 with the drive and the folder that the kit is copied into.
_LONGEST = 180
_LONGEST_NAME = 120


def checked(path: str) -> str:
    """The path of a file inside a kit, as it is. Raises PlanInvalid with the reason where it
    leaves the kit or where some system could not have it."""
    why = _problem(path)
    if why:
        raise PlanInvalid(
            _("“{path}” cannot be a file of a kit: {why}.").format(path=shown(path), why=why),
            _("Rename it, or ask whoever made the kit for a corrected one."),
        )
    return path


def refuse_collisions(paths: Iterable[str], empty_folders: Iterable[str] = ()) -> None:
    """Raise PlanInvalid for two paths that are one file where upper and lower case are the
    same, and for a file where another path has a folder, or where one is that has no files."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for folder in empty_folders:
        _add_folders((*_parents(folder), folder), folders)
    for path in paths:
        folded = _folded(path)
        if folded in seen:
            raise _collision(seen[folded], path)
        seen[folded] = path
        _add_folders(_parents(path), folders)
    for folder in folders.keys() & seen.keys():
        raise _collision(seen[folder], folders[folder])


def refuse_too_large(path: str, size: int) -> None:
    """Raise PlanInvalid for a file that a stick in FAT32 cannot hold."""
    if size > LARGEST:
        raise PlanInvalid(
            _("{path} has {size}, and a stick in FAT32 holds files of up to 4 GB only.").format(
                path=shown(path), size=bytes_text(size)
            ),
            _("Leave it out, or divide it."),
        )


def inside(folder: Path, path: str) -> Path:
    """Where a checked path lies in a kit. Raises PlanInvalid where a link would lead elsewhere."""
    place = folder
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise PlanInvalid(
                _("The kit contains a link ({name}), which is not allowed.").format(
                    name=shown(path)
                ),
                _("Ask the person who made the kit for a corrected one."),
            )
    return place


def refuse_unfinished(folder: Path, called: str = "") -> None:
    """Raise PlanInvalid where the making of the kit in this folder, which the person may have
    `called` otherwise, has not come to its end."""
    try:
        unfinished = (folder / UNFINISHED).is_file()
    except (OSError, ValueError):  # a folder that cannot be read is told by whoever reads it
        return
    if unfinished:
        raise PlanInvalid(
            _("The kit in {folder} is not finished.").format(folder=called or folder),
            _("Whoever makes it has to run “seedbed kit make” again, to its end."),
        )


def _problem(path: str) -> str:
    parts = path.split("/")
    if not path or path.startswith(("/", "~")) or ".." in parts:
        return _("it does not stay inside the kit’s folder")
    if any(part in ("", ".") or is_bad_name(part) for part in parts):
        return _("Windows, macOS or a stick cannot have this name")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in path):
        return _("it has characters that are none")
    if len(path) > _LONGEST or any(len(part) > _LONGEST_NAME for part in parts):
        return _("it is too long for Windows")
    return ""


def _add_folders(paths: Iterable[str], folders: dict[str, str]) -> None:
    for path in paths:
        first = folders.setdefault(_folded(path), path)
        if first != path:
            raise _collision(first, path)


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def _folded(path: str) -> str:
    """Paths that are one file on Windows, macOS or a stick become the same text."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())


def _collision(first: str, second: str) -> PlanInvalid:
    return PlanInvalid(
        _("“{first}” and “{second}” would be one file on Windows or macOS.").format(
            first=shown(first), second=shown(second)
        ),
        _("Rename one of them, or ask whoever made the kit for a corrected one."),
    )
