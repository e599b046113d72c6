"""What Seedbed keeps on the drive that can be fetched again, and how it is cleaned up.

Journals, locks, proofs and logs are no cache: they stay. What a run is using is never removed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from app.core.cache.age import USUAL_DAYS
from app.core.cache.kind import CacheKind
from app.core.files import jsonfile
from app.core.files.removal import remove
from app.core.files.used_space import Used, used
from app.core.packages import lock as locks
from app.core.packages.hand_over import archive_path, wheel_path
from app.core.packages.lock import Lock
from app.core.run import kept_installer
from app.core.run.run_lock import is_running
from app.paths import workspaces_in

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is removed as a whole: `paths` are its files or its folder.

    `changed` is in seconds since the epoch; `in_use` tells that a run needs it at this moment.
    """

    kind: CacheKind
    paths: tuple[Path, ...]
    used: Used
    changed: float
    in_use: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Which entries shall go: those older than `days`, if given, of `kinds`."""

    days: float | None = USUAL_DAYS
    kinds: frozenset[CacheKind] = frozenset(CacheKind)


@dataclass(frozen=True, slots=True)
class Removed:
    """What really went: entries and the bytes that this freed; `kept` could not be removed."""

    number: int
    freed: int
    kept: tuple[Path, ...] = ()


def survey(cache: Path, state: Path, opened: str = "") -> tuple[Entry, ...]:
    """Everything in the cache; `state` is where the runs have their workspaces, `opened` the kit
    that the person is about to install from. Reads only."""
    running = [folder for folder in _folders(workspaces_in(state)) if is_running(folder)]
    needed = frozenset(path for folder in running for path in _needed(folder, cache))
    return (
        *_files(CacheKind.INSTALLERS, cache, needed),
        *_files(CacheKind.PACKAGES, cache, needed),
        *_unpacked(cache, {folder.name for folder in running}),
        *_partials(cache),
        *_whole(CacheKind.REPODATA, [cache / CacheKind.REPODATA], bool(running)),
        *_kits(cache, opened, bool(running)),
        *_whole(CacheKind.MATERIALS, _folders(cache / CacheKind.MATERIALS), bool(running)),
    )


def chosen(entries: Iterable[Entry], choice: Choice, now: float) -> tuple[Entry, ...]:
    """The entries that the choice means and that nobody uses."""
    return tuple(
        entry
        for entry in entries
        if not entry.in_use
        and entry.kind in choice.kinds
        and (choice.days is None or entry.changed < now - choice.days * _DAY)
    )


def clean(entries: Sequence[Entry], cache: Path, state: Path, opened: str = "") -> Removed:
    """Remove these entries, unless a run has come to use them meanwhile. Never raises OSError."""
    in_use = {entry.paths for entry in survey(cache, state, opened) if entry.in_use}
    number, freed, kept = 0, 0, []
    for entry in entries:
        if entry.paths in in_use or not _remove(entry):
            kept.append(entry.paths[0])
        else:
            number += 1
            freed += entry.used.freed
    return Removed(number, freed, tuple(kept))


def oldest(entries: Iterable[Entry]) -> float | None:
    """When the oldest entry was written, in seconds since the epoch; None for no entry."""
    return min((entry.changed for entry in entries), default=None)


def _remove(entry: Entry) -> bool:
    if entry.kind is CacheKind.PARTIALS:
        return _remove_partial(entry)
    try:
        for path in entry.paths:
            if path.is_dir() and not path.is_symlink():
                remove(path)
            else:
                path.unlink(missing_ok=True)
                with suppress(OSError):  # the folder of its hash, which may hold more
                    path.parent.rmdir()
    except OSError:  # another program holds a file, or it is not ours to remove
        return False
    return True


def _remove_partial(entry: Entry) -> bool:
    """Remove what is left of a download while holding its lock, so that nobody goes on with it."""
    lock_file = entry.paths[0].with_suffix(".lock")
    try:
        with FileLock(lock_file, timeout=0):
            for path in entry.paths:
                path.unlink(missing_ok=True)
            lock_file.unlink(missing_ok=True)
    except (Timeout, OSError):
        return False
    return True


def _files(kind: CacheKind, cache: Path, needed: frozenset[Path]) -> Iterator[Entry]:
    for folder in _folders(cache / kind):
        for file in _inside(folder):
            yield _entry(kind, (file,), file in needed)


def _unpacked(cache: Path, running: set[str]) -> Iterator[Entry]:
    for folder in _folders(cache / CacheKind.UNPACKED):
        yield _entry(CacheKind.UNPACKED, (folder,), folder.name in running)


def _whole(kind: CacheKind, folders: Sequence[Path], in_use: bool) -> Iterator[Entry]:
    for folder in folders:
        if folder.is_dir() and _inside(folder):
            yield _entry(kind, (folder,), in_use)


def _kits(cache: Path, opened: str, in_use: bool) -> Iterator[Entry]:
    for folder in _folders(cache / CacheKind.KITS):
        yield from _whole(CacheKind.KITS, [folder], in_use or Path(opened).is_relative_to(folder))


def _partials(cache: Path) -> Iterator[Entry]:
    """One entry for each unfinished file: the partial, its pieces and what is noted about it."""
    by_name: dict[str, list[Path]] = {}
    for path in _inside(cache / CacheKind.PARTIALS):
        if path.suffix != ".lock":
            by_name.setdefault(path.stem, []).append(path)
    for paths in by_name.values():
        lock_file = paths[0].with_suffix(".lock")
        yield _entry(CacheKind.PARTIALS, tuple(sorted(paths)), _is_held(lock_file))


def _is_held(lock_file: Path) -> bool:
    if not lock_file.exists():
        return False
    try:
        with FileLock(lock_file, timeout=0):
            return False
    except (Timeout, OSError):
        return True


def _entry(kind: CacheKind, paths: tuple[Path, ...], in_use: bool) -> Entry:
    sums = [used(path) for path in paths]
    total = Used(sum(one.size for one in sums), sum(one.freed for one in sums))
    return Entry(kind, paths, total, max(map(_changed, paths)), in_use)


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return time.time()


def _needed(workspace: Path, cache: Path) -> Iterator[Path]:
    """The files in our cache that the run in this workspace works with."""
    lock = _lock_of(workspace)
    if lock is not None:
        yield from (archive_path(package, cache) for package in lock.packages)
        yield from (wheel_path(one.sha256, one.file_name, cache) for one in lock.wheels or ())
    installer = kept_installer.load(workspace)
    if installer is not None:
        yield installer


def _lock_of(workspace: Path) -> Lock | None:
    data = jsonfile.read(workspace / locks.FILE_NAME)
    try:
        return locks.from_data(data) if isinstance(data, dict) else None
    except (KeyError, TypeError, AttributeError):
        return None


def _folders(parent: Path) -> list[Path]:
    return [entry for entry in _inside(parent) if entry.is_dir() and not entry.is_symlink()]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
