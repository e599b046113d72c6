"""Looks at a folder that might become a conda installation. Reads only, judges nothing.

The one exception: to see whether something could be made there, something tiny is made and
removed again. Never raises; what cannot be seen is None or "".
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.core.machine.probes.drives import mount_options_of
from app.core.machine.probes.pythons import is_base

_T = TypeVar("_T")
_WRITE_TROUBLE = {errno.EROFS: "read_only", errno.ENOSPC: "full", errno.EDQUOT: "full"}
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "fuse.sshfs"})
_FAT = frozenset({"vfat", "msdos", "fat", "fat32", "exfat"})
_WINDOWS_IN_WSL = frozenset({"9p", "drvfs", "v9fs"})
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What is at a path, and what it would become part of.

    `write_trouble` is "", "permission", "read_only", "full" or "other". `filesystem` is "",
    "network", "fat", "windows" (seen from WSL), "memory" or "noexec". `inside_conda` and
    `inside_sync` are the folder above that holds this one, `below_file` what has the name of a
    folder above but is none; None for none.
    """

    path: Path
    exists: bool = False
    is_folder: bool = False
    empty: bool = False
    writable: bool = False
    write_trouble: str = ""
    free_bytes: int | None = None
    nearest_existing: Path | None = None
    below_file: Path | None = None
    inside_conda: Path | None = None
    is_conda: bool = False
    is_environment: bool = False
    environments: tuple[str, ...] = ()
    inside_sync: Path | None = None
    filesystem: str = ""


def look_at(folder: Path, sync_folders: Sequence[str] = ()) -> FolderFacts:
    """The facts about `folder`; `sync_folders` are those that other programs keep in step."""
    nearest = _nearest_existing(folder)
    if nearest is None:
        return FolderFacts(path=folder, write_trouble="other")
    is_folder = _quiet(folder.is_dir, False)
    trouble = _write_trouble(nearest, fresh=nearest != folder)
    is_conda = is_folder and _quiet(lambda: is_base(folder), False)
    return FolderFacts(
        path=folder,
        exists=_is_there(folder),
        is_folder=is_folder,
        empty=is_folder and _quiet(lambda: not any(folder.iterdir()), False),
        writable=not trouble,
        write_trouble=trouble,
        free_bytes=_quiet(lambda: shutil.disk_usage(nearest).free, None),
        nearest_existing=nearest,
        below_file=_file_above(folder),
        inside_conda=_conda_above(folder),
        is_conda=is_conda,
        is_environment=is_folder and not is_conda and _has_records(folder),
        environments=_environments(folder) if is_conda else (),
        inside_sync=_sync_above(folder, sync_folders),
        filesystem=_quiet(lambda: filesystem_kind(*mount_options_of(_real(nearest))[1:]), ""),
    )


def filesystem_kind(name: str, options: str) -> str:
    """What is special about a file system by its name and mount options, "" for nothing."""
    plain = name.lower()
    if "noexec" in options.split(","):
        return "noexec"
    for kind, names in (
        ("network", _NETWORK),
        ("fat", _FAT),
        ("windows", _WINDOWS_IN_WSL),
        ("memory", _IN_MEMORY),
    ):
        if plain in names:
            return kind
    return ""


def _quiet(ask: Callable[[], _T], otherwise: _T) -> _T:
    """The answer, or `otherwise` where the system refuses it or the path cannot be one."""
    try:
        return ask()
    except (OSError, ValueError, RuntimeError):
        return otherwise


def _real(folder: Path) -> Path:
    return _quiet(folder.resolve, folder)


def _nearest_existing(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if _quiet(place.is_dir, False)), None)


def _file_above(folder: Path) -> Path | None:
    nearest = next((place for place in folder.parents if _is_there(place)), None)
    return None if nearest is None or _quiet(nearest.is_dir, True) else nearest


def _is_there(place: Path) -> bool:
    return _quiet(lambda: os.path.lexists(place), False)


def _write_trouble(existing: Path, *, fresh: bool) -> str:
    """Try it: permissions, read-only drives and quotas have no other honest test.

    Where a folder is to be made, a folder is tried: on Windows a drive's root often takes
    folders but no files.
    """
    try:
        if fresh:
            Path(tempfile.mkdtemp(prefix=".seedbed-", dir=existing)).rmdir()
        else:
            number, name = tempfile.mkstemp(prefix=".seedbed-", dir=existing)
            os.close(number)
            Path(name).unlink()
    except PermissionError:
        return "permission"
    except (OSError, ValueError) as error:
        return _WRITE_TROUBLE.get(getattr(error, "errno", 0) or 0, "other")
    return ""


def _has_records(folder: Path) -> bool:
    return _quiet((folder / "conda-meta").is_dir, False)


def _conda_above(folder: Path) -> Path | None:
    return next((above for above in _real(folder).parents if _has_records(above)), None)


def _environments(base: Path) -> tuple[str, ...]:
    names: list[str] = []
    with suppress(OSError):
        names = [place.name for place in (base / "envs").iterdir() if _has_records(place)]
    return tuple(sorted(names))


def _sync_above(folder: Path, sync_folders: Sequence[str]) -> Path | None:
    """The sync folder that holds `folder`; links are followed on both sides.

    Compared without regard to case: both Windows and macOS keep names that way.
    """
    texts = {_folded(folder), _folded(_real(folder))}
    for name in filter(None, sync_folders):
        place = Path(name)
        roots = {_folded(place), _folded(_real(place))}
        if any(text == root or text.startswith(f"{root}/") for text in texts for root in roots):
            return place
    return None


def _folded(folder: Path) -> str:
    return str(folder).replace("\\", "/").rstrip("/").casefold()
