"""What a plan will still write to each drive: our cache, conda's unpacked packages, the
environment, the base, and a reserve. Download sizes are `sizes`' business.

conda repodata does not state how big a package is once unpacked, so that is estimated; the
factors are measured, and every text says "about".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.files.volume import Volume, device_of, volume_of
from app.core.machine.folder_facts import filesystem_kind
from app.core.machine.probes.drives import mount_options_of
from app.core.packages.lock import LockedPackage
from app.core.packages.unpacked import came_from, stated_bytes

# Unpacked bytes (in whole 4 kB blocks) for each byte of the archive, measured on the practice
# kit: its 115 .conda files, 154 MB, take 688 MB on ext4 (4.45; small archives up to 5.7). Packed
# again as .tar.bz2, 112 of them (all but the three biggest) give 4.28, where .conda gives 4.42.
# The kit's packages are real ones from PyPI; those of conda-forge were not measured.
_CONDA_FACTOR = 4.5
_TAR_BZ2_FACTOR = 4.3
# The same for a wheel: 3.5 on the practice kit's wheels for Linux, and 4.4 if the byte-code that
# pip writes is as big as its source.
_WHEEL_FACTOR = 4.5
# What an environment takes beside its hard links, for each unpacked byte: compiled Python,
# conda's records, and files that name the environment's folder (practice kit: 68 of 688 MB).
_OWN_FILES = 0.1
# An installed base for each byte of its installer: 3.9 on the practice kit. Miniforge keeps its
# archives too (conda-facts §5.3), which the practice kit's installer does not.
_BASE_FACTOR = 5.0
# The highest use during a run of the practice kit was that at its end, so this is a reserve for
# logs, repodata and estimates that are too small, not a measured need.
_RESERVE = 0.05


@dataclass(frozen=True, slots=True)
class DriveNeed:
    """Bytes that will still be written to one drive, by what they are for; all are estimates but
    `archives` and `installer`."""

    volume: Volume
    cache: bool = False
    target: bool = False
    archives: int = 0
    installer: int = 0
    unpacked: int = 0
    environment: int = 0
    base: int = 0

    @property
    def total(self) -> int:
        """All of it and the reserve."""
        files = self.archives + self.installer + self.unpacked + self.environment + self.base
        return round(files * (1 + _RESERVE))

    @property
    def fits(self) -> bool | None:
        """Whether there is room; None where the free space is not known."""
        return None if self.volume.free is None else self.total <= self.volume.free


@dataclass(frozen=True, slots=True)
class Places:
    """Where the bytes of a plan go: our cache, unpacked packages on their way (if they can be
    moved from there), conda's folder and the environment."""

    cache: Path
    folder: Path
    environment: Path
    staging: Path | None = None

    @property
    def packages(self) -> Path:
        """conda's own package cache."""
        return self.folder / "pkgs"


@dataclass(frozen=True, slots=True)
class Still:
    """What of a plan is still to be done: all packages of an environment that is not complete,
    bytes of archives and of the installer to download, the size of the installer to run, and of
    the wheels that pip is to install."""

    packages: Sequence[LockedPackage] = ()
    archives: int = 0
    installer: int = 0
    base_from: int = 0
    wheels: int = 0


def needs(still: Still, places: Places) -> tuple[DriveNeed, ...]:
    """The need of each drive, the one with conda's folder first."""
    cache, target = volume_of(places.cache), volume_of(places.folder)
    one = cache.number == target.number
    unpacked, copied = _unpacked(still, places, one)
    at_target = DriveNeed(
        target,
        target=True,
        archives=copied,
        unpacked=unpacked,
        environment=_environment(still, places) + round(still.wheels * _WHEEL_FACTOR),
        base=round(still.base_from * _BASE_FACTOR),
    )
    if one:
        archives = at_target.archives + still.archives
        return (replace(at_target, cache=True, archives=archives, installer=still.installer),)
    at_cache = DriveNeed(cache, cache=True, archives=still.archives, installer=still.installer)
    return at_target, at_cache


def unpacked_bytes(package: LockedPackage) -> int:
    """About how big a package is once unpacked; 0 where not even its archive's size is known."""
    is_bz2 = package.file_name.endswith(".tar.bz2")
    return round((package.size or 0) * (_TAR_BZ2_FACTOR if is_bz2 else _CONDA_FACTOR))


def everything(packages: Sequence[LockedPackage], base_from: int) -> int:
    """About what a base made from an installer of `base_from` bytes and an environment of these
    packages take on a computer that has nothing of it yet, without what was downloaded for it."""
    unpacked = sum(map(unpacked_bytes, packages))
    return round(unpacked * (1 + _OWN_FILES) + base_from * _BASE_FACTOR)


def _unpacked(still: Still, places: Places, one_drive: bool) -> tuple[int, int]:
    """Bytes to unpack, and bytes of archives to copy, which only conda's own unpacking needs."""
    unpacked = copied = 0
    for package in still.packages:
        if _found(package, places) is not None:
            continue
        unpacked += unpacked_bytes(package)
        if not one_drive and not (places.packages / package.file_name).exists():
            copied += package.size or 0
    return unpacked, copied


def _environment(still: Still, places: Places) -> int:
    """Own files, and everything where conda cannot link: other drive, or no hard links there."""
    total = 0
    for package in still.packages:
        found = _found(package, places)
        known = stated_bytes(found) if found is not None else None
        total += unpacked_bytes(package) if known is None else known
    return round(total * (_OWN_FILES if _links(places) else 1 + _OWN_FILES))


def _found(package: LockedPackage, places: Places) -> Path | None:
    """The folder in which the package is already unpacked. Whether it is whole is seen later."""
    for parent in (places.packages, places.staging):
        if parent is not None and came_from(parent / package.folder_name) == package.url:
            return parent / package.folder_name
    return None


def _links(places: Places) -> bool:
    if device_of(places.packages) != device_of(places.environment):
        return False
    _mount, filesystem, _options = mount_options_of(places.folder)
    return filesystem_kind(filesystem, "") != "fat"
