"""The jobs of the instructor's window, built from a Session; there is no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.cancel import Cancel
from app.core.kits.apps import apps_of_kit
from app.core.kits.checking import Checked, check_kit
from app.core.kits.making import Made, Workbench, make_kit
from app.core.kits.rehearsal import rehearse
from app.core.kits.survey import survey
from app.core.kits.telling import Telling
from app.core.kits.zipping import zip_kit
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import Opened, open_workshop
from app.errors import InstallError
from app.gui.worker import Emit, Job
from app.i18n import _

_CHECK_PARTS = {"files": 20.0, "rehearsal": 80.0}


@dataclass(frozen=True, slots=True)
class Begun:
    """A platform is being looked at."""

    subdir: str


def survey_job(session: Session, opened: Opened, subdirs: tuple[str, ...]) -> Job:
    """Choose versions for each platform; says Begun and Surveyed."""

    def job(emit: Emit, cancel: Cancel) -> object:
        asked = LockFor(subdirs)
        for found in survey(opened, asked, session, cancel, lambda name: emit(Begun(name))):
            emit(found)
        return None

    return job


@dataclass(frozen=True, slots=True)
class KitWish:
    """The kit that is to be made: of which file, where, for whom, and whether zipped too."""

    workshop: Path
    folder: Path
    subdirs: tuple[str, ...]
    apps: tuple[Path, ...] = ()
    zipped: bool = False


@dataclass(frozen=True, slots=True)
class MadeKit:
    """A kit that is complete, and its zip file."""

    made: Made
    archive: Path | None


def make_job(session: Session, wish: KitWish) -> Job:
    """Make the kit, or go on with it; says events."""

    def job(emit: Emit, cancel: Cancel) -> MadeKit:
        # The file as it is now: what it names, its lock included, is what participants get.
        opened = open_workshop(str(wish.workshop), session, cancel)
        bench = Workbench(session, cancel, emit, apps_of_kit(wish.subdirs, wish.apps))
        made = make_kit(opened, LockFor(wish.subdirs), wish.folder, bench)
        return MadeKit(made, zip_kit(made, cancel, emit) if wish.zipped else None)

    return job


@dataclass(frozen=True, slots=True)
class CheckedKit:
    """What was found in a kit; `rehearsed` is None where it was not tried out, `failure` what went
    wrong then."""

    checked: Checked
    rehearsed: bool | None = None
    failure: InstallError | None = None


def check_job(session: Session, folder: Path, quick: bool) -> Job:
    """Look at every file of a kit and, unless `quick`, install from it; says events."""

    def job(emit: Emit, cancel: Cancel) -> CheckedKit:
        telling = Telling(emit, _CHECK_PARTS)
        with telling.step("files", _("Reading every file")):
            checked = check_kit(folder, session, cancel, telling.bytes)
        if quick or session.subdir not in checked.complete:
            return CheckedKit(checked)
        with telling.step("rehearsal", _("Installing from it, into a folder of its own")):
            try:
                rehearse(session, cancel, str(folder))
            except InstallError as error:
                return CheckedKit(checked, False, error)
        return CheckedKit(checked, True)

    return job
