"""Which drive a path is, or would be, on: told apart as the system does, with the space left.

Drives that a person could choose are `machine`'s business; nothing is judged here.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.core.files.disk_trouble import drive_of
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Volume:
    """One drive: the system's number for it, where it is mounted, and its free bytes (None where
    the system does not say)."""

    number: int
    mount: str
    free: int | None = None


def volume_of(path: Path) -> Volume:
    """The drive that `path` is on, or would be on once it is made."""
    there = nearest_existing(path)
    return Volume(device_of(path), drive_of(there), _free(there))


def device_of(path: Path) -> int:
    """The system's number for the drive; files can be hard linked only where it is the same."""
    return nearest_existing(path).stat().st_dev


def nearest_existing(path: Path) -> Path:
    """`path` itself, or the closest folder above it that is there."""
    absolute = path.absolute()
    return next(place for place in (absolute, *absolute.parents) if _is_there(place))


def drive_text(mount: str) -> str:
    """A drive as people call it: "drive C:", "drive /media/usb", "the system drive"."""
    name = mount.rstrip("\\/")
    return _("drive {name}").format(name=name) if name else _("the system drive")


def _is_there(place: Path) -> bool:
    try:
        return place.exists() or place == place.parent
    except OSError:  # a folder that may not be looked into: the drive is that of the one above
        return False


def _free(place: Path) -> int | None:
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None
