"""What a workshop comes to on each platform, found from this one computer: sizes, or why not.

Versions are chosen and sizes added up; nothing is fetched but the channels' indexes, and nothing
is written but what is remembered of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.cancel import Cancel
from app.core.catalog.installers import Catalog, Installer
from app.core.catalog.platforms import conda_platform
from app.core.packages.disk_need import everything
from app.core.packages.lock import Lock, from_explicit
from app.core.packages.solve import wish_elsewhere
from app.core.packages.solved_wishes import remember, remembered
from app.core.packages.unsolvable import Unsolvable
from app.core.packages.ways_out import WayOut
from app.core.packages.workshop_lock import given_lock
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import Opened
from app.errors import InstallError

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One platform: how many packages, bytes to download for them and for conda, bytes on the
    disk; or the `errors` instead, which say what cannot be had.

    `unknown` packages and an `installer` of None are those of which nobody states a size.
    """

    subdir: str
    count: int = 0
    packages: int = 0
    unknown: int = 0
    installer: int | None = None
    disk: int = 0
    locked: bool = False
    errors: tuple[InstallError, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the workshop can be had there."""
        return not self.errors

    @property
    def download(self) -> int:
        """Everything that a computer of this platform downloads, as far as it is known."""
        return self.packages + (self.installer or 0)

    @property
    def absent(self) -> tuple[str, ...]:
        """The libraries that do not exist there."""
        return tuple(name for error in self._unsolvable for name in error.absent)

    @property
    def ways_out(self) -> tuple[WayOut, ...]:
        """Changes with which it can be solved."""
        return tuple(way for error in self._unsolvable for way in error.ways_out)

    @property
    def _unsolvable(self) -> tuple[Unsolvable, ...]:
        return tuple(error for error in self.errors if isinstance(error, Unsolvable))


def survey(
    opened: Opened, asked: LockFor, session: Session, cancel: Cancel, say: Say
) -> Iterator[Surveyed]:
    """Each of the platforms in turn; `say` hears of one when it is begun.

    What cannot be had on one platform does not lose the others. Raises Cancelled, and PlanInvalid
    or NoNetwork for a catalogue of the workshop's own that cannot be read.
    """
    plan = session.opened(opened.workshop, opened.source)
    plan = plan.with_target(accelerator=asked.accelerator)
    catalog = session.catalog_for(plan, cancel)
    for subdir in asked.subdirs:
        cancel.check()
        say(subdir)
        yield _Surveyor(plan, subdir, session, cancel).found(catalog)


@dataclass(frozen=True, slots=True)
class _Surveyor:
    """Looks at one platform."""

    plan: Plan
    subdir: str
    session: Session
    cancel: Cancel

    def found(self, catalog: Catalog) -> Surveyed:
        """What is there, or all that is not."""
        errors: list[InstallError] = []
        lock, locked, installer = None, False, None
        try:
            installer = self._installer(catalog)
        except InstallError as error:
            errors.append(error)
        try:
            lock, locked = self._lock()
        except InstallError as error:
            errors.append(error)
        if lock is None or installer is None:
            return Surveyed(self.subdir, errors=tuple(errors))
        return Surveyed(
            self.subdir,
            count=len(lock.packages),
            packages=lock.download_bytes,
            unknown=sum(package.size is None for package in lock.packages),
            installer=installer.size,
            disk=everything(lock.packages, installer.size or 0),
            locked=locked,
        )

    def _installer(self, catalog: Catalog) -> Installer:
        platform, workshop = conda_platform(self.subdir), self.plan.workshop
        version = workshop.distribution_version
        return catalog.choose(workshop.distribution, version, platform.os, platform.cpu)

    def _lock(self) -> tuple[Lock, bool]:
        """The packages, and whether the workshop's own lock file names them."""
        workshop = self.plan.workshop
        if workshop.explicit:
            return from_explicit(workshop.explicit, self.subdir), False
        wish = wish_elsewhere(self.plan, self.subdir)
        given = given_lock(workshop.lock, wish)
        if given is not None:
            return given, True
        known = remembered(wish, self.session.cache)
        if known is not None:
            return known, False
        lock = self.session.solver(self.plan, self.cancel).solve(wish)
        remember(wish, lock, self.session.cache)
        return lock, False
