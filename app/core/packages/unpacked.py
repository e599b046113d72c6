"""What makes a folder an unpacked package that conda takes as its own, and whether it is whole.

Unpacking is done elsewhere; nothing here knows archives or where a cache is.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from app.core.files import jsonfile
from app.core.packages.lock import LockedPackage

_RECORD = ("info", "repodata_record.json")


def write_record(folder: Path, package: LockedPackage) -> None:
    """Write the record that makes conda use `folder` without its archive (conda-facts §5.1).

    Raises ValueError where the package does not describe itself, or as another package.
    """
    index = jsonfile.read(folder / "info" / "index.json")
    if not isinstance(index, dict) or index.get("name") != package.name:
        raise ValueError(f"info/index.json is not that of {package.name}")
    record = {
        **index,
        "channel": package.url.rpartition("/")[0],
        "fn": package.file_name,
        "md5": package.md5,
        "sha256": package.sha256,
        "size": package.size,
        "url": package.url,
    }
    jsonfile.write(folder.joinpath(*_RECORD), record)


def record_file(folder: Path) -> Path:
    """Where conda and we keep the record of an unpacked package."""
    return folder.joinpath(*_RECORD)


def came_from(folder: Path) -> str | None:
    """The address that the record in `folder` names, None where there is no record."""
    record = jsonfile.read(record_file(folder))
    return str(record.get("url")) if isinstance(record, dict) else None


def stated_bytes(folder: Path) -> int | None:
    """The bytes of all files of an unpacked package, as it states them itself; None if not."""
    paths = jsonfile.read(folder / "info" / "paths.json")
    entries = paths.get("paths") if isinstance(paths, dict) else None
    if not isinstance(entries, list):
        return None
    try:
        return sum(int(entry.get("size_in_bytes") or 0) for entry in entries)
    except (AttributeError, TypeError, ValueError):
        return None


def is_whole(folder: Path, url: str) -> bool:
    """Whether `folder` holds the package from `url`, with every file there in its right size.

    After a power cut or a virus scanner files may be missing or empty (failures F12).
    """
    if came_from(folder) != url:
        return False
    paths = jsonfile.read(folder / "info" / "paths.json")
    entries = paths.get("paths") if isinstance(paths, dict) else None
    return isinstance(entries, list) and all(_is_there(folder, entry) for entry in entries)


def _is_there(folder: Path, entry: Any) -> bool:
    try:
        found = os.lstat(f"{folder}/{entry['_path']}")
    except (OSError, KeyError, TypeError, ValueError):
        return False
    if not stat.S_ISREG(found.st_mode):
        return True
    return entry.get("size_in_bytes") in (None, found.st_size)


def strange_entry(folder: Path) -> Path | None:
    """An entry that no honest package has: a device, or a link that leads out of the folder."""
    top = str(folder)
    pending = [top]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    if _leads_out(entry.path, top):
                        return Path(entry.path)
                elif entry.is_dir():
                    pending.append(entry.path)
                elif not entry.is_file():
                    return Path(entry.path)
    return None


def _leads_out(link: str, top: str) -> bool:
    target = os.path.join(os.path.dirname(link), os.readlink(link))  # noqa: PTH115, PTH118, PTH120
    return not os.path.normpath(target).startswith(top + os.sep)
