"""How big a plan is: packages, bytes to download, and what each drive still needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.core.accelerator import choose
from app.core.catalog.installers import Catalog, Installer
from app.core.conda import marker
from app.core.machine.facts import Machine
from app.core.network.download import Downloader, FileToFetch
from app.core.packages import lock as locks
from app.core.packages.disk_need import DriveNeed, Places, Still, needs
from app.core.packages.hand_over import archive_path, files_to_fetch, wheels_to_fetch
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.solve import wish_for
from app.core.packages.unpack import staging_for
from app.core.packages.workshop_lock import known_lock
from app.core.plan import Plan
from app.core.run.journal import Journal, Owner
from app.errors import InstallError


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of the installer and of all packages, the packages' number, and what of all that is
    still `missing` here (`installer_missing` is the installer's part); None where not known.

    `unknown` packages have no size that anybody states. `drives` is what each drive still needs;
    while there is no `count` the packages are not in it. `cuda` is the CUDA version that the
    packages were built for, "" for none.
    """

    installer: int | None = None
    packages: int | None = None
    count: int | None = None
    missing: int | None = None
    installer_missing: int | None = None
    unknown: int = 0
    drives: tuple[DriveNeed, ...] = ()
    cuda: str | None = None

    @property
    def download(self) -> int | None:
        """What still has to be downloaded; None if that is not known."""
        if self.missing is not None:
            return self.missing
        if self.installer is None or self.packages is None:
            return None
        return self.installer + self.packages

    @property
    def packages_here(self) -> int:
        """Bytes of the packages that need not be downloaded any more, as far as known."""
        if self.missing is None or self.packages is None:
            return 0
        installer = self.installer if self.installer_missing is None else self.installer_missing
        return max(0, self.packages - (self.missing - (installer or 0)))

    @property
    def target(self) -> DriveNeed | None:
        """The need of the drive with conda's folder."""
        return next((need for need in self.drives if need.target), None)

    @property
    def cache(self) -> DriveNeed | None:
        """The need of our cache's drive, where that is another one."""
        return next((need for need in self.drives if not need.target), None)

    def fetched(self, installer: int) -> Sizes:
        """The sizes once `installer` bytes of the installer are here."""
        if self.missing is None or self.installer is None:
            return self
        before = self.installer if self.installer_missing is None else self.installer_missing
        left = min(before, max(0, self.installer - installer))
        return replace(self, missing=self.missing - before + left, installer_missing=left)


@dataclass(frozen=True, slots=True)
class Sizer:
    """Tells the sizes of one plan; looks at the cache and the drives, asks no server."""

    plan: Plan
    machine: Machine
    catalog: Catalog
    cache: Path
    workspace: Path
    download: Downloader

    def of(self, lock: Lock | None) -> Sizes:
        """The sizes with this lock; without one the packages are not known, the rest is."""
        installer = self.installer()
        to_run = None if installer is None else installer.size
        there = installer is None and self._has_base()
        missing = 0 if there else self._missing_installer(installer)
        packages = self._packages(lock)
        to_fetch = 0 if lock is None else self._missing_archives(lock)
        still = Still(packages, to_fetch, missing or 0, to_run or 0, self._wheel_bytes(lock))
        sizes = Sizes(
            installer=0 if there else to_run,
            installer_missing=missing,
            drives=needs(still, self._places()),
        )
        if lock is None:
            return sizes
        return replace(
            sizes,
            packages=lock.download_bytes,
            count=len(lock.packages) + len(lock.wheels or ()),
            missing=None if missing is None else missing + to_fetch,
            unknown=sum(package.size is None for package in lock.packages),
            cuda=lock.cuda,
        )

    def kept_lock(self, subdir: str) -> Lock | None:
        """The lock that is known without solving: exact packages, or one that was kept."""
        if not subdir:
            return None
        try:
            if self.plan.workshop.explicit:
                source = self.plan.target.source
                return locks.from_explicit(self.plan.workshop.explicit, subdir, source)
            choice = choose(self.plan, self.machine, subdir)
            return known_lock(self.plan, wish_for(self.plan, subdir, choice), self.workspace)
        except InstallError:
            return None  # the checks say what is wrong with the plan

    def installer(self) -> Installer | None:
        """The installer that is still to be run; None for none, or where there is no such."""
        machine = self.machine
        if machine.cpu is None or self._has_base():
            return None
        try:
            return self.catalog.for_workshop(
                self.plan.workshop, machine.family, machine.cpu.architecture
            )
        except InstallError:
            return None  # the checks say so

    def _has_base(self) -> bool:
        folder = self.plan.target.folder
        return self.plan.target.reuse or Journal(self.workspace).owner(folder) is Owner.COMPLETE

    def _is_done(self) -> bool:
        return marker.answers(self.plan) or marker.conda_part_answers(self.plan)

    def _places(self) -> Places:
        folder = self.plan.target.folder
        staging = staging_for(self.cache, self.workspace, folder)
        return Places(self.cache, folder, self.plan.environment_prefix, staging)

    def _packages(self, lock: Lock | None) -> tuple[LockedPackage, ...]:
        """What the environment still needs; a size that nobody states is that of our file."""
        if lock is None or self._is_done():
            return ()
        return tuple(
            package if package.size is not None else self._with_size(package)
            for package in lock.packages
        )

    def _with_size(self, package: LockedPackage) -> LockedPackage:
        try:
            return replace(package, size=archive_path(package, self.cache).stat().st_size)
        except OSError:
            return package

    def _missing_archives(self, lock: Lock) -> int:
        if marker.answers(self.plan):
            return 0
        wheels = wheels_to_fetch(lock, self.plan.target.source, self.cache)
        archives = () if self._is_done() else files_to_fetch(lock, self.cache)
        return self.download.missing_bytes([*archives, *wheels])

    def _wheel_bytes(self, lock: Lock | None) -> int:
        """The wheels that pip is still to install."""
        if lock is None or marker.answers(self.plan):
            return 0
        return sum(wheel.size for wheel in lock.wheels or ())

    def _missing_installer(self, installer: Installer | None) -> int | None:
        if installer is None or installer.size is None:
            return None
        if not installer.sha256:  # its publisher is asked when it is fetched
            return installer.size
        path = installer.path_in(self.cache)
        file = FileToFetch(installer.urls, path, installer.size, installer.sha256)
        return self.download.missing_bytes([file])
