"""The child process's part of unpacking: archives into folders that conda takes as its own.

It is a process of its own because unpacking cannot be stopped otherwise and holds Python's lock.
Which archives, and when they are complete, its parent tells it; see `unpack`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from app.core.files.removal import remove
from app.core.packages.lock import LockedPackage
from app.core.packages.unpacked import is_whole, strange_entry, write_record

_POLL_SECONDS = 0.02
_PARENT_SECONDS = 1.0
_NOT_AN_ARCHIVE = (OSError, ValueError)


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Unpack what is entered in the list file, until its end, and say so line by line."""
    from rattler.package_streaming import extract

    folder = Path(request["folder"])
    for job in _jobs(Path(request["list"]), _Parent(request["parent"])):
        package = LockedPackage(**job["package"])
        refused = ""
        try:
            unpack(extract, Path(job["archive"]), package, folder)
        except _NOT_AN_ARCHIVE as error:
            refused = str(error) or type(error).__name__
        computed = os.times().user  # the system's part is work with files, so the disk's
        answer = {"name": package.folder_name, "refused": refused, "computed": computed}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return {}


def unpack(extract: Any, archive: Path, package: LockedPackage, folder: Path) -> None:
    """Unpack one archive to `folder`/<name>, which appears only when it is complete.

    Raises OSError or ValueError where it is not the proven archive, or not an honest one.
    """
    name = package.folder_name
    target, beside = folder / name, folder / f".{name}"
    if not name or name.startswith("."):
        raise ValueError(f"not a package's name: {name!r}")
    if is_whole(target, package.url):
        return
    for old in (target, beside):
        if old.exists():
            remove(old)
    try:
        sha256, md5 = (value.hex() for value in extract(archive, beside))
        if package.sha256 not in ("", sha256) or package.md5 not in ("", md5):
            raise ValueError("these are not the bytes that were proved")
        strange = strange_entry(beside)
        if strange is not None:
            raise ValueError(f"leads out of its folder: {strange.relative_to(beside)}")
        write_record(beside, _with_hashes(package, archive, sha256, md5))
        beside.rename(target)
    finally:
        if beside.exists():
            remove(beside)


def _with_hashes(package: LockedPackage, archive: Path, sha256: str, md5: str) -> LockedPackage:
    """conda compares an explicit file with the hashes in the record: both are known by now."""
    from dataclasses import replace

    return replace(package, size=archive.stat().st_size, sha256=sha256, md5=md5)


class _Parent:
    """The process that we work for; without it we end as well."""

    def __init__(self, known: list[float]) -> None:
        self._pid, self._started = int(known[0]), known[1]
        self._next_look = 0.0

    def is_gone(self) -> bool:
        now = time.monotonic()
        if now < self._next_look:
            return False
        self._next_look = now + _PARENT_SECONDS
        try:
            return psutil.Process(self._pid).create_time() != self._started
        except psutil.Error:
            return True


def _jobs(list_file: Path, parent: _Parent) -> Iterator[dict[str, Any]]:
    """The entries of a file that grows, one JSON object a line, until the empty one."""
    with list_file.open(encoding="utf-8") as file:
        line = ""
        while not parent.is_gone():
            line += file.readline()
            if not line.endswith("\n"):
                time.sleep(_POLL_SECONDS)
                continue
            job = json.loads(line)
            if not job:
                return
            yield job
            line = ""
