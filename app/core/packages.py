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
from app.core.unpacked import is_whole, record_file

_URLS = "urls.txt"
_NOARCH_PLACES = ("site-packages/", "python-scripts/")


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


def to_unpack(lock: Lock, conda_packages: Path) -> tuple[LockedPackage, ...]:
    """The packages that conda's cache does not have unpacked and whole."""
    return tuple(
        package
        for package in lock.packages
        if not is_whole(conda_packages / package.folder_name, package.url)
    )


def hand_over(lock: Lock, cache: Path, conda_packages: Path, staging: Path | None = None) -> None:
    """Give conda's cache the packages: unpacked ones are moved from `staging`, archives linked
    where possible, and their addresses entered. What is not unpacked, conda unpacks."""
    conda_packages.mkdir(parents=True, exist_ok=True)
    for package in lock.packages:
        unpacked = _hand_over_unpacked(package, conda_packages, staging)
        source = archive_path(package, cache)
        target = conda_packages / package.file_name
        if not (target.exists() and target.stat().st_size == source.stat().st_size):
            target.unlink(missing_ok=True)
            _link_or_copy(source, target, needed=not unpacked)
    _add_addresses(conda_packages / _URLS, [package.url for package in lock.packages])
    if staging is not None and staging.exists():
        remove(staging)


def _hand_over_unpacked(package: LockedPackage, conda_packages: Path, staging: Path | None) -> bool:
    """Whether the package is in conda's cache, unpacked and whole, moved there if need be.

    What is there under its name but is not it goes: the installer's own from another channel,
    which conda could not replace offline, or one with files missing (failures F12). What has been
    linked from it keeps its files.
    """
    target = conda_packages / package.folder_name
    if is_whole(target, package.url):
        return True
    if target.exists():
        remove(target)
    if staging is None:
        return False
    try:
        (staging / package.folder_name).rename(target)
    except OSError:  # not unpacked, or held by a virus scanner
        return False
    return True


def _add_addresses(file: Path, urls: list[str]) -> None:
    text = _text(file)
    known = set(text.split())
    new = [url for url in urls if url not in known]
    with file.open("a", encoding="utf-8", newline="\n") as out:
        if text and not text.endswith("\n"):  # an interrupted run may have left half a line
            out.write("\n")
        out.writelines(f"{url}\n" for url in new)


def _link_or_copy(source: Path, target: Path, needed: bool) -> None:
    try:
        os.link(source, target)
    except OSError:  # another volume, or a file system without hard links
        if needed:
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
    python: str
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
        return record_file(self.conda_packages / name).exists()

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
        for place in _NOARCH_PLACES:
            if last.startswith(place):
                return self._in_site_packages(last, record)
        return self.prefix / last

    def _in_site_packages(self, path: str, record: Path) -> Path:
        # Where pure Python lands depends on the platform; the record is written last anyway.
        for lib in (f"lib/python{self.python}", "Lib"):
            if (self.prefix / lib).is_dir() and path.startswith("site-packages/"):
                return self.prefix / lib / path
        return record
