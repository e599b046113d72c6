"""The packages of a lock on their way into conda's cache: which files, from where, to where.

conda uses an archive only if its address stands in `urls.txt` (conda-facts §5.1). Unpacking and
linking is conda's work; counting how far it is, is done here.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from app.core import jsonfile
from app.core.download import FileToFetch
from app.core.lock import Lock, LockedPackage
from app.core.removal import remove

_URLS = "urls.txt"
# How packages for every platform name the places that differ between them.
_NOARCH_LIBRARIES = "site-packages/"
_NOARCH_SCRIPTS = "python-scripts/"


def files_to_fetch(lock: Lock, cache: Path) -> tuple[FileToFetch, ...]:
    """The archives of a lock, each under its own hash in our cache."""
    return tuple(
        FileToFetch(
            urls=(package.url,),
            target=archive_path(package, cache),
            size=package.size,
            sha256=package.sha256,
            md5=package.md5,
        )
        for package in lock.packages
    )


def archive_path(package: LockedPackage, cache: Path) -> Path:
    """Where our cache keeps the archive of a package."""
    digest = package.sha256 or package.md5
    return cache / "packages" / digest[:16] / package.file_name


def hand_over(lock: Lock, cache: Path, conda_packages: Path) -> None:
    """Give conda's cache the archives: hard links where possible, and their addresses."""
    conda_packages.mkdir(parents=True, exist_ok=True)
    for package in lock.packages:
        source = archive_path(package, cache)
        target = conda_packages / package.file_name
        if not (target.exists() and target.stat().st_size == source.stat().st_size):
            target.unlink(missing_ok=True)
            _link_or_copy(source, target)
        _forget_namesake(package, conda_packages)
    _add_addresses(conda_packages / _URLS, [package.url for package in lock.packages])


def _add_addresses(file: Path, urls: list[str]) -> None:
    text = _text(file)
    known = set(text.split())
    new = [url for url in urls if url not in known]
    with file.open("a", encoding="utf-8", newline="\n") as out:
        if text and not text.endswith("\n"):  # an interrupted run may have left half a line
            out.write("\n")
        out.writelines(f"{url}\n" for url in new)


def _forget_namesake(package: LockedPackage, conda_packages: Path) -> None:
    """Drop an unpacked package of the same name from another channel, e.g. the installer's own.

    conda knows it by that channel's address and would fetch ours again, which it cannot offline.
    What has been linked from it keeps its files; the cache can always be filled again.
    """
    unpacked = conda_packages / package.folder_name
    record = jsonfile.read(unpacked / "info" / "repodata_record.json")
    if isinstance(record, dict) and record.get("url") != package.url:
        remove(unpacked)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another volume, or a file system without hard links
        shutil.copyfile(source, target)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


@dataclass
class LinkCount:
    """Counts packages that conda has unpacked, and packages whose last file stands in `prefix`.

    Reads the disk only, so it is true whatever conda prints (conda-facts §4.3d).
    """

    lock: Lock
    conda_packages: Path
    prefix: Path
    site_packages: Path
    _unpacked: set[str] = field(default_factory=set)
    _linked: set[str] = field(default_factory=set)
    _last_file: dict[str, Path] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Unpacking and linking count one each."""
        return 2 * len(self.lock.packages)

    def look(self) -> tuple[int, int]:
        """How many packages are unpacked and how many linked by now."""
        for package in self.lock.packages:
            name = package.folder_name
            if name not in self._unpacked and self._is_unpacked(name):
                self._unpacked.add(name)
            if name in self._unpacked and name not in self._linked and self._is_linked(name):
                self._linked.add(name)
        return len(self._unpacked), len(self._linked)

    def _is_unpacked(self, name: str) -> bool:
        return (self.conda_packages / name / "info" / "repodata_record.json").exists()

    def _is_linked(self, name: str) -> bool:
        if name not in self._last_file:
            self._last_file[name] = self._find_last_file(name)
        return self._last_file[name].exists()

    def _find_last_file(self, name: str) -> Path:
        paths = jsonfile.read(self.conda_packages / name / "info" / "paths.json")
        entries = paths.get("paths", []) if isinstance(paths, dict) else []
        record = self.prefix / "conda-meta" / f"{name}.json"
        last = entries[-1] if isinstance(entries, list) and entries else None
        last = str(last.get("_path", "")) if isinstance(last, dict) else ""
        if not last:
            return record
        if last.startswith(_NOARCH_SCRIPTS):
            return record
        if last.startswith(_NOARCH_LIBRARIES):
            return self.site_packages / last.removeprefix(_NOARCH_LIBRARIES)
        return self.prefix / last
