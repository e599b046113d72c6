"""Memory, and the drives that a person could choose a folder on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil

from app.core.machine.facts import Drive, Memory

# Drives of these kinds are read-only images or belong to the system.
_NOT_FOR_PEOPLE = frozenset({"squashfs", "iso9660", "udf", "erofs", "devtmpfs", "devfs", "autofs"})
_SYSTEM_MOUNTS = ("/boot", "/efi", "/snap", "/etc", "/run", "/dev", "/System/Volumes", "/proc")


def memory() -> Memory:
    """Main memory in bytes."""
    now = psutil.virtual_memory()
    return Memory(total=now.total, available=now.available)


def drives(home: Path) -> tuple[Drive, ...]:
    """Local drives with their space, and the one of the home folder, whatever that is.

    Each device is named once, by its shortest mount; one that does not answer is left out.
    """
    mounts: dict[str, Drive] = {}
    chosen = [
        part
        for part in psutil.disk_partitions(all=False)
        if _is_for_people(part.mountpoint, part.fstype, part.opts)
    ]
    for part in sorted(chosen, key=lambda part: len(part.mountpoint)):
        if part.device in mounts:
            continue
        with suppress(OSError):
            mounts[part.device] = _drive(part.mountpoint, part.fstype)
    found = list(mounts.values())
    with suppress(OSError):
        home_mount, filesystem = mount_of(home)
        if home_mount and home_mount not in [drive.mount for drive in found]:
            found.append(_drive(home_mount, filesystem))
    return tuple(sorted(found, key=lambda drive: drive.mount))


def mount_of(folder: Path) -> tuple[str, str]:
    """The mount that `folder` is on and its file system; ("", "") where that is unknown."""
    mount, filesystem, _options = mount_options_of(folder)
    return mount, filesystem


def mount_options_of(folder: Path) -> tuple[str, str, str]:
    """Mount, file system and options of the mount that `folder` is on; "" where unknown."""
    inside = [
        part
        for part in psutil.disk_partitions(all=True)
        if part.mountpoint and _contains(part.mountpoint, folder)
    ]
    if not inside:
        return "", "", ""
    # The last of several mounts on one folder is the one that is seen.
    part = max(enumerate(inside), key=lambda item: (len(item[1].mountpoint), item[0]))[1]
    return part.mountpoint, part.fstype, part.opts


def _contains(mount: str, folder: Path) -> bool:
    try:
        return folder.is_relative_to(mount)
    except ValueError:
        return False


def _is_for_people(mount: str, filesystem: str, options: str) -> bool:
    return (
        bool(filesystem)
        and filesystem.lower() not in _NOT_FOR_PEOPLE
        and "cdrom" not in options
        and not any(mount == place or mount.startswith(f"{place}/") for place in _SYSTEM_MOUNTS)
        and Path(mount).is_dir()
    )


def _drive(mount: str, filesystem: str) -> Drive:
    usage = psutil.disk_usage(mount)
    return Drive(mount=mount, free=usage.free, total=usage.total, filesystem=filesystem)
