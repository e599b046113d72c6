"""Remembers what was solved, so that the same wish is not solved twice while its channels stay.

Which lock a plan uses is `solving`'s decision; this is only a small cache beside the index.
"""

from __future__ import annotations

import dataclasses
import hashlib
from contextlib import suppress
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.files import jsonfile
from app.core.packages import lock as locks
from app.core.packages.channel_index import index_mark
from app.core.packages.lock import Lock, Wish


def remembered(wish: Wish, cache: Path) -> Lock | None:
    """The lock that this wish had, unless the channels' index has changed since."""
    data = jsonfile.read(_file(wish, cache))
    if not isinstance(data, dict) or data.get("mark") != _mark(wish, cache):
        return None
    try:
        lock = locks.from_data(data["lock"])
    except (KeyError, TypeError, AttributeError):
        return None
    return lock if lock.key == wish.kept_key else None


def remember(wish: Wish, lock: Lock, cache: Path) -> None:
    """Keep the lock of a wish that was solved just now; a full drive is no trouble."""
    data = {"mark": _mark(wish, cache), "lock": dataclasses.asdict(lock)}
    with suppress(OSError):
        jsonfile.write(_file(wish, cache), data)


def _mark(wish: Wish, cache: Path) -> str:
    return index_mark(wish.channels, wish.subdir, cache)


def _file(wish: Wish, cache: Path) -> Path:
    # Beside the key, what else the answer depends on: where the channels lie, and the computer.
    text = repr((wish.kept_key, wish.channels, wish.virtual, wish.cuda))
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    return cache / CacheKind.REPODATA / "solved" / f"{name}.json"
