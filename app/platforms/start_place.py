"""Where a program was started from, told from its path: places that it should not stay in.

Whether the place can be written is found out by each Platform; what to say is the core's business.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from pathlib import PurePosixPath, PureWindowsPath

# The folders into which archive programs unpack what was double-clicked inside them: Explorer
# (Temp1_x.zip, <id>_x.zip.1f6), 7-Zip, WinRAR, Bandizip; Archive Manager, Ark, Xarchiver.
_EXPLORER = re.compile(r"temp\d+_.+\.(zip|7z|rar|tar|gz|xz)|.+\.zip(\.[0-9a-f]{3})?")
_OTHERS = re.compile(r"7z[oes][0-9a-f]{8}|rar\$(ex|dr|di)[a-z]?\d[\d.]*|bnz\.[0-9a-f]{6,}")
_ON_LINUX = re.compile(r"\.fr-[A-Za-z0-9]{6}|ark-[A-Za-z0-9]{6}|xa-[A-Za-z0-9]{6}")
_TEMPORARY = ("temp", "tmp", ".cache")
_TRANSLOCATED = "AppTranslocation"
_VOLUMES = ("/", "Volumes")
# Programs that the system itself keeps, and perhaps lets nobody write.
_OF_THE_SYSTEM = frozenset({"usr", "opt", "nix", "gnu", "snap", "app", "System"})


class StartPlace(StrEnum):
    """A kind of place; USUAL is every other one."""

    USUAL = "usual"
    ARCHIVE = "archive"
    TRANSLOCATED = "translocated"
    DISK_IMAGE = "disk_image"
    READ_ONLY = "read_only"


def start_place(family: str, program: str, read_only: bool) -> StartPlace:
    """The kind of place that `program` stands in, on a drive that is `read_only` or not."""
    if family == "windows":
        parts = [part.lower() for part in PureWindowsPath(program).parts[1:-1]]
        if _in_windows_archive(parts):
            return StartPlace.ARCHIVE
        return StartPlace.READ_ONLY if read_only else StartPlace.USUAL
    folders = PurePosixPath(program).parts[:-1]
    if _TRANSLOCATED in folders:
        return StartPlace.TRANSLOCATED
    if family == "linux" and _in_linux_archive(folders):
        return StartPlace.ARCHIVE
    if not read_only or set(folders[1:2]) & _OF_THE_SYSTEM:
        return StartPlace.USUAL
    # A stick is in the same folder as an image, but can be written.
    return StartPlace.DISK_IMAGE if folders[:2] == _VOLUMES else StartPlace.READ_ONLY


def _in_windows_archive(parts: list[str]) -> bool:
    temporary = [number for number, part in enumerate(parts) if part in _TEMPORARY]
    unpacked = parts[temporary[0] + 1 :] if temporary else []
    return any(map(_EXPLORER.fullmatch, unpacked)) or any(map(_OTHERS.fullmatch, parts))


def _in_linux_archive(folders: tuple[str, ...]) -> bool:
    return any(
        above in _TEMPORARY and _ON_LINUX.fullmatch(folder) for above, folder in pairwise(folders)
    )
