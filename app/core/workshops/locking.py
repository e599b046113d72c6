"""Makes the lock of a workshop: one file with all platforms, and conda's explicit file for each.

They are written beside the workshop file. Solving is the packages' business; nothing is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.cancel import Cancel
from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.packages.lock import Wish
from app.core.packages.solve import wish_elsewhere
from app.core.packages.workshop_lock import explicit_for_people, for_file
from app.core.place import is_address
from app.core.plan import Accelerator, Plan, Workshop
from app.core.session import Session
from app.core.wheels.index import Index
from app.core.wheels.pinning import pinned
from app.core.wheels.requirements import pip_file_name, wheel_lines
from app.core.workshops.lock_file import LockFile, PlatformLock, lock_name, write_lock_file
from app.core.workshops.opening import Opened
from app.errors import InstallError, PlanInvalid
from app.i18n import _

Say = Callable[[str], None]
_MARK = "# Made by: seedbed lock"
_HEADER = """\
{mark} {name}
# platform: {subdir}
# conda create --name {environment} --file {file}
"""
_PIP_HEADER = """\
{mark} {name}
# platform: {subdir}, after conda's packages
# python -m pip install --no-deps --require-hashes -r THIS-FILE
"""
_RELATIVE = """\
# Addresses that begin with "./" lie beside this file: start conda in its folder. Other programs
# (mamba, micromamba, pixi) want whole addresses, such as file:///folder/channel/…
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """What was found: the new platforms, those kept from before, and what failed, by platform."""

    made: tuple[PlatformLock, ...]
    kept: tuple[PlatformLock, ...]
    failed: dict[str, InstallError]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class LockFor:
    """The platforms to lock, and for which accelerator: `cuda` only where there are such builds,
    everything else is what runs on any computer."""

    subdirs: tuple[str, ...]
    accelerator: Accelerator = Accelerator.AUTO


def lock_workshop(
    opened: Opened, asked: LockFor, session: Session, cancel: Cancel, say: Say
) -> Locked:
    """Solve an opened workshop for these platforms and write the lock's files beside it.

    Platforms that the lock had before and that still answer the workshop are kept. What cannot be
    solved for one platform does not lose the others. Raises PlanInvalid for a workshop that cannot
    be locked and for a platform that is not known, NoSpace, Cancelled.
    """
    folder = _folder_of(opened, session)
    plan = session.opened(opened.workshop, opened.source)
    plan = plan.with_target(accelerator=asked.accelerator)
    wishes = {subdir: wish_elsewhere(plan, subdir) for subdir in asked.subdirs}
    index = Index.of(plan, session)
    made: list[PlatformLock] = []
    failed: dict[str, InstallError] = {}
    for subdir, wish in wishes.items():
        say(subdir)
        try:
            made.append(solve_for_file(plan, wish, session, index, cancel))
        except InstallError as error:
            failed[subdir] = error
    done = {platform.subdir for platform in made}
    kept = tuple(p for p in _still_valid(plan) if p.subdir not in done)
    files = _write(folder, opened.name, plan, (*made, *kept)) if made else ()
    return Locked(tuple(made), kept, failed, files)


def solve_for_file(
    plan: Plan, wish: Wish, session: Session, index: Index, cancel: Cancel
) -> PlatformLock:
    """One platform's lock as a lock file keeps it, written nowhere: conda's packages, and the
    wheels of `index` that pip is to add. Raises what solving does."""
    lock = session.solver(plan, cancel).solve(wish)
    return for_file(pinned(lock, wish, index, cancel), wish)


def has_place_for_lock(opened: Opened, session: Session) -> bool:
    """Whether there is a workshop file in a folder of the person's, beside which a lock belongs."""
    folder = Path(opened.source)
    in_cache = folder.is_relative_to(session.cache)
    return bool(opened.name) and not is_address(opened.source) and not in_cache


def refuse_explicit(workshop: Workshop) -> None:
    """Raise PlanInvalid where a workshop names exact packages, which are for one platform only."""
    if workshop.explicit:
        raise PlanInvalid(
            _("This workshop names exact packages already; there is nothing to lock."),
            _("Give the libraries by name under “packages” and lock that."),
        )


def _folder_of(opened: Opened, session: Session) -> Path:
    refuse_explicit(opened.workshop)
    if not has_place_for_lock(opened, session):
        raise PlanInvalid(
            _("A lock is written beside a workshop file in a folder, and this is none."),
            _("Unpack or save the workshop on this computer first, then lock its file or folder."),
        )
    return Path(opened.source)


def _still_valid(plan: Plan) -> list[PlatformLock]:
    """The platforms of the lock that was there before which answer the workshop of now."""
    kept = []
    for platform in plan.workshop.lock.platforms:
        try:
            wish = wish_elsewhere(plan, platform.subdir)
        except InstallError:  # a platform that only another Seedbed knows
            continue
        if wish.file_key == platform.fingerprint:
            kept.append(platform)
    return kept


def _write(
    folder: Path, name: str, plan: Plan, platforms: tuple[PlatformLock, ...]
) -> tuple[Path, ...]:
    files = {}
    stem = Path(name).stem
    for platform in platforms:
        file = folder / f"{stem}.{platform.subdir}.txt"
        files[file] = explicit_text(platform, file.name, name, plan)
        if platform.wheels:
            by_pip = folder / pip_file_name(stem, platform.subdir)
            files[by_pip] = pip_text(platform, name)
    files[folder / lock_name(name)] = write_lock_file(LockFile(platforms), name)
    for old in folder.glob(f"{stem}.*.txt"):
        if old not in files and _is_ours(old):
            old.unlink()  # of a platform that no longer answers the workshop
    for file, text in files.items():
        with writing(file):
            jsonfile.write_text(file, text)
    return tuple(files)


def explicit_text(platform: PlatformLock, file: str, name: str, plan: Plan) -> str:
    """conda's explicit file of one platform, called `file`, for the workshop file `name`."""
    beside = any(f.url.startswith("./") for f in platform.files)
    header = explicit_header(platform.subdir, file, name, plan, beside)
    return explicit_for_people(platform, header)


def explicit_header(subdir: str, file: str, name: str, plan: Plan, beside: bool = True) -> str:
    """The comments at the top of conda's explicit file; `beside`: for packages beside it."""
    header = _HEADER.format(
        mark=_MARK, name=name, subdir=subdir, environment=plan.environment_name, file=file
    )
    return header + (_RELATIVE if beside else "")


def pip_text(platform: PlatformLock, name: str) -> str:
    """The requirements file of one platform's wheels, for the workshop file `name`."""
    header = _PIP_HEADER.format(mark=_MARK, name=name, subdir=platform.subdir)
    return header + "".join(f"{line}\n" for line in wheel_lines(platform.wheels or ()))


def _is_ours(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            return opened.readline().startswith(_MARK)
    except OSError:
        return False
