"""The packages of a lock on their way into conda's cache: which files, from where, to where.

conda uses an archive only if its address stands in `urls.txt` (conda-facts §5.1). Unpacking is
`unpack`'s business or conda's, linking is conda's.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.files.removal import remove
from app.core.network.download import FileToFetch
from app.core.packages.batches import arrival_order
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.unpacked import is_whole
from app.core.place import as_url, join

_URLS = "urls.txt"


def only_there(url: str) -> tuple[str, ...]:
    """An address where no other server may be asked."""
    return (url,)


def files_to_fetch(
    lock: Lock, cache: Path, urls: Callable[[str], tuple[str, ...]] = only_there
) -> tuple[FileToFetch, ...]:
    """The archives of a lock, each under its own hash in our cache.

    `urls` tells for an address of the lock where to fetch from, most wanted first; the hash stays
    the lock's.
    """
    return tuple(
        FileToFetch(
            urls=urls(package.url),
            target=archive_path(package, cache),
            size=package.size,
            sha256=package.sha256,
            md5=package.md5,
        )
        for package in arrival_order(lock.packages)
    )


def archive_path(package: LockedPackage, cache: Path) -> Path:
    """Where our cache keeps the archive of a package."""
    digest = package.sha256 or package.md5
    return cache / CacheKind.PACKAGES / digest[:16] / package.file_name


def wheel_path(sha256: str, file_name: str, cache: Path) -> Path:
    """Where our cache keeps a wheel; its name stays, because pip reads it."""
    return cache / CacheKind.PACKAGES / sha256[:16] / file_name


def wheels_to_fetch(
    lock: Lock, source: str, cache: Path, urls: Callable[[str], tuple[str, ...]] = only_there
) -> tuple[FileToFetch, ...]:
    """The wheels of a lock; those of a kit lie beside the workshop at `source`."""
    return tuple(
        FileToFetch(
            urls=urls(as_url(join(source, wheel.url)) if wheel.is_beside else wheel.url),
            target=wheel_path(wheel.sha256, wheel.file_name, cache),
            size=wheel.size,
            sha256=wheel.sha256,
        )
        for wheel in lock.wheels or ()
    )


def to_unpack(lock: Lock, conda_packages: Path) -> tuple[LockedPackage, ...]:
    """The packages that conda's cache does not have unpacked and whole."""
    return tuple(
        package
        for package in lock.packages
        if not is_whole(conda_packages / package.folder_name, package.url)
    )


def hand_over(
    packages: Sequence[LockedPackage], cache: Path, conda_packages: Path, staging: Path | None
) -> None:
    """Give conda's cache the packages: unpacked ones are moved from `staging`, archives linked
    where possible, and their addresses entered. What is not unpacked, conda unpacks."""
    conda_packages.mkdir(parents=True, exist_ok=True)
    for package in packages:
        unpacked = _hand_over_unpacked(package, conda_packages, staging)
        source = archive_path(package, cache)
        target = conda_packages / package.file_name
        if not (target.exists() and target.stat().st_size == source.stat().st_size):
            target.unlink(missing_ok=True)
            _offer(source, target, needed=not unpacked)
    _add_addresses(conda_packages / _URLS, [package.url for package in packages])


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


def link_or_copy(source: Path, target: Path) -> None:
    """The same file in another place. Raises OSError."""
    _offer(source, target, needed=True)


def _offer(source: Path, target: Path, needed: bool) -> None:
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
