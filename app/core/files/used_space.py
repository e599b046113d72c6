"""How many bytes a file or folder takes, and how many removing it would really free."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Used:
    """Bytes of the files, and of those that no other name (hard link) keeps on the drive."""

    size: int = 0
    freed: int = 0


def used(path: Path) -> Used:
    """The bytes of `path` and everything in it; what cannot be looked at counts nothing."""
    links: dict[tuple[int, int], list[os.stat_result]] = {}
    size = freed = 0
    for found in _files(str(path)):
        if found.st_nlink == 1:
            size, freed = size + found.st_size, freed + found.st_size
        else:
            links.setdefault((found.st_dev, found.st_ino), []).append(found)
    for names in links.values():
        size += names[0].st_size
        if len(names) == names[0].st_nlink:  # all its names are in here
            freed += names[0].st_size
    return Used(size, freed)


def _files(path: str) -> Iterator[os.stat_result]:
    # os.lstat, because entries of os.scandir know no number of links on Windows.
    pending = [path]
    while pending:
        place = pending.pop()
        try:
            found = os.lstat(place)
            if stat.S_ISDIR(found.st_mode):
                pending += [entry.path for entry in os.scandir(place)]
            else:
                yield found
        except OSError:
            continue
