"""What goes into a kit: for each platform its lock and its installer, and the materials.

It chooses and asks servers, but neither fetches a package nor writes into the kit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.cancel import Cancel
from app.core.catalog.channels import is_anacondas
from app.core.catalog.installers import Catalog, Distribution, Installer
from app.core.catalog.origin_hash import origin_hash
from app.core.catalog.platforms import conda_platform
from app.core.kits import names
from app.core.kits.beside import Material, files_beside
from app.core.kits.exact import exact_lock
from app.core.packages.lock import Lock, LockedPackage, Wish
from app.core.packages.solve import wish_elsewhere
from app.core.packages.workshop_lock import given_lock
from app.core.place import beside, files_in, is_address
from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.core.wheels.index import Index
from app.core.workshops.lock_file import LockedWheel, LockFile, PlatformLock
from app.core.workshops.locking import (
    LockFor,
    has_place_for_lock,
    lock_workshop,
    solve_for_file,
)
from app.core.workshops.opening import Opened
from app.errors import InstallError, PlanInvalid
from app.i18n import _

Say = Callable[[str], None]
_MOST_MATERIALS = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """What one platform needs."""

    subdir: str
    packages: tuple[LockedPackage, ...]
    installer: Installer
    wheels: tuple[LockedWheel, ...] | None = None

    @property
    def bytes(self) -> int:
        """The size of all packages and wheels, as far as known."""
        packages = sum(package.size or 0 for package in self.packages)
        return packages + sum(wheel.size for wheel in self.wheels or ())


@dataclass(frozen=True, slots=True)
class Ingredients:
    """All that a kit is made of; `plan` is that of the workshop as it was opened. The instructor's
    check and the logo are among the `materials`."""

    plan: Plan
    parts: tuple[Part, ...]
    distribution: Distribution
    materials: tuple[Material, ...]
    apps: tuple[Material, ...] = ()


def find_ingredients(
    opened: Opened, asked: LockFor, session: Session, cancel: Cancel, say: Say
) -> Ingredients:
    """Lock what is not locked, and find installers and materials.

    A lock that is made new is kept beside the workshop file where that lies in a folder, as by
    `seedbed lock`. Raises PlanInvalid for a workshop of which no kit can be made, and what solving
    and reading raise.
    """
    _refuse(opened)
    plan = session.opened(opened.workshop, opened.source)
    plan = plan.with_target(accelerator=asked.accelerator)
    if opened.workshop.explicit:
        lock = exact_lock(plan, asked.subdirs, session, cancel)
        locks = dict.fromkeys(asked.subdirs, lock)
    else:
        locks = _Locksmith(opened, plan, session, cancel, say).locks(asked)
    catalog = session.catalog_for(plan, cancel)
    parts = []
    for subdir, lock in locks.items():
        installer = _installer(plan, subdir, catalog, session, cancel)
        parts.append(Part(subdir, lock.packages, installer, lock.wheels))
    distribution = catalog.distribution(plan.workshop.distribution)
    files = (*_materials(opened), *files_beside(opened, session, cancel))
    return Ingredients(plan, tuple(parts), distribution, files)


def own_platforms(workshop: Workshop) -> tuple[str, ...]:
    """The platforms that a workshop says it is for. Raises PlanInvalid where it says none."""
    if not workshop.platforms:
        raise PlanInvalid(
            _("The workshop does not say for which platforms its kit is."),
            _("Name them with --platform, or in the workshop file under [platforms] names."),
        )
    return tuple(dict.fromkeys(workshop.platforms))


def _refuse(opened: Opened) -> None:
    workshop = opened.workshop
    if workshop.materials and is_address(opened.source):
        raise PlanInvalid(
            _("The materials lie on a server and cannot be listed there."),
            _("Download the workshop’s folder first, and make the kit from that."),
        )


@dataclass(frozen=True, slots=True)
class _Locksmith:
    """Finds the lock of each platform: the workshop's own, or one that is made now."""

    opened: Opened
    plan: Plan
    session: Session
    cancel: Cancel
    say: Say

    def locks(self, asked: LockFor) -> dict[str, Lock]:
        """By platform. Raises what solving does, naming the platform."""
        wishes = {subdir: wish_elsewhere(self.plan, subdir) for subdir in asked.subdirs}
        for wish in wishes.values():
            _refuse_anacondas(wish.channels)
        there = self.plan.workshop.lock
        found = {subdir: _whole(given_lock(there, wish), wish) for subdir, wish in wishes.items()}
        missing = tuple(subdir for subdir, lock in found.items() if lock is None)
        if missing:
            made = LockFile(self._solved(replace(asked, subdirs=missing)))
            found |= {subdir: given_lock(made, wishes[subdir]) for subdir in missing}
        return {subdir: lock for subdir, lock in found.items() if lock is not None}

    def _solved(self, asked: LockFor) -> tuple[PlatformLock, ...]:
        if has_place_for_lock(self.opened, self.session):
            locked = lock_workshop(self.opened, asked, self.session, self.cancel, self.say)
            for subdir, error in locked.failed.items():
                _name_platform(subdir, error)
                raise error
            return locked.made
        index = Index.of(self.plan, self.session)
        return tuple(self._solved_for(subdir, index) for subdir in asked.subdirs)

    def _solved_for(self, subdir: str, index: Index) -> PlatformLock:
        self.say(subdir)
        wish = wish_elsewhere(self.plan, subdir)
        try:
            return solve_for_file(self.plan, wish, self.session, index, self.cancel)
        except InstallError as error:
            _name_platform(subdir, error)
            raise


def _whole(lock: Lock | None, wish: Wish) -> Lock | None:
    """A lock that leaves nothing to pip's choice; one that does is no lock for a kit."""
    return None if lock is not None and wish.pip and lock.wheels is None else lock


def app_files(files: Sequence[Path]) -> tuple[Material, ...]:
    """Seedbed's own files for a kit. Raises PlanInvalid for one that is not there."""
    found = []
    for file in files:
        if not file.is_file():
            raise PlanInvalid(
                _("There is no file {path}.").format(path=file),
                _("Give the file that people download, for example Seedbed-…-setup.exe."),
            )
        found.append(Material(file, names.checked(f"{names.APP}/{file.name}")))
    return tuple(found)


def _name_platform(subdir: str, error: InstallError) -> None:
    error.summary = f"{subdir}: {error.summary}"


def _refuse_anacondas(channels: tuple[str, ...]) -> None:
    if any(map(is_anacondas, channels)):
        raise PlanInvalid(
            _("Packages of Anaconda’s own channels may not be handed on in a kit."),
            _("Use conda-forge: its packages may be copied."),
        )


def _installer(
    plan: Plan, subdir: str, catalog: Catalog, session: Session, cancel: Cancel
) -> Installer:
    platform, workshop = conda_platform(subdir), plan.workshop
    version = workshop.distribution_version
    found = catalog.choose(workshop.distribution, version, platform.os, platform.cpu)
    if found.sha256:
        return found
    sha256, size = origin_hash(found, lambda url, limit: session.download.read(url, limit, cancel))
    return replace(found, sha256=sha256, size=size or found.size)


def _materials(opened: Opened) -> tuple[Material, ...]:
    if not opened.workshop.materials:
        return ()
    folder = Path(beside(opened.source, opened.workshop.materials, _("The materials folder")))
    if not folder.is_dir():
        raise PlanInvalid(
            _("The workshop’s materials are missing: {folder}").format(folder=folder),
            _("Put them there, or take [materials] out of the workshop file."),
        )
    files = files_in(folder)
    if len(files) > _MOST_MATERIALS:
        raise PlanInvalid(
            _("The materials have more than {number} files.").format(number=_MOST_MATERIALS),
            _("Put some of them into a zip file."),
        )
    return tuple(
        Material(file, names.checked(f"{names.MATERIALS}/{file.relative_to(folder).as_posix()}"))
        for file in files
    )
