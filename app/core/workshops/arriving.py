"""From a workshop that was opened to the plan of the person at this computer.

What lies beside the workshop file and is shown or run (its check, its logo) is read here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.cancel import Cancel
from app.core.foreign_text import shown
from app.core.place import as_url, checked_reference, is_address, join, lies_in
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops import own_check
from app.core.workshops.differences import plan_on
from app.core.workshops.opening import Opened
from app.core.workshops.own_check import OwnCheck
from app.errors import Cancelled, InstallError, PlanInvalid
from app.i18n import _

LOGO_BYTES = 1024 * 1024
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Logo:
    """The workshop's logo: the bytes of a PNG or JPEG, or why there is none to show."""

    data: bytes = b""
    problem: str = ""


def plan_for(opened: Opened, session: Session, cancel: Cancel) -> Plan:
    """The plan for this computer, with the check that its workshop brings. Raises Cancelled."""
    plan = plan_on(session.opened(opened.workshop, opened.source), session.subdir)
    return plan.with_target(own_check=read_own_check(opened, session, cancel))


def read_own_check(opened: Opened, session: Session, cancel: Cancel) -> OwnCheck | None:
    """The workshop's own check; None where it has none. Raises Cancelled."""
    name = opened.workshop.check
    if not name:
        return None
    try:
        if not (own_check.is_notebook(name) or own_check.is_script(name)):
            raise PlanInvalid(
                _("A check must be a Python script (.py) or a notebook (.ipynb)."),
                _("Ask the person who made the workshop for a corrected one."),
            )
        read = _reader(opened, session, cancel)
        data = read(checked_reference(name, _("The check")), own_check.MAX_BYTES)
    except Cancelled:
        raise
    except InstallError as error:
        return OwnCheck(name, problem=error.summary, remedy=error.remedy)
    if own_check.is_script(name) and own_check.other_encoding(data):
        return OwnCheck(
            name,
            problem=_("{name} is not text in UTF-8, so what it does cannot be shown.").format(
                name=shown(name)
            ),
            remedy=_("Ask the person who made the workshop for a corrected one."),
        )
    return OwnCheck(name, data)


def read_logo(opened: Opened, session: Session, cancel: Cancel) -> Logo | None:
    """The workshop's logo; None where it has none. Raises Cancelled."""
    name = opened.workshop.logo
    if not name:
        return None
    try:
        read = _reader(opened, session, cancel)
        data = read(checked_reference(name, _("The logo")), LOGO_BYTES)
    except Cancelled:
        raise
    except InstallError as error:
        return Logo(problem=error.summary)
    if not data.startswith(_PICTURES):
        return Logo(problem=_("The logo is not shown: it is no PNG or JPEG picture."))
    return Logo(data)


def _reader(opened: Opened, session: Session, cancel: Cancel) -> Callable[[str, int], bytes]:
    source = opened.source

    def read(reference: str, limit: int) -> bytes:
        if not source:
            raise _missing(reference)
        place = join(source, reference)
        if not is_address(source):
            _refuse_outside(Path(place), Path(source), reference)
        return session.download.read(as_url(place), limit, cancel)

    return read


def _refuse_outside(file: Path, folder: Path, reference: str) -> None:
    """A link could lead out of the workshop's folder although its name does not."""
    if not file.is_file() or not lies_in(file, folder):
        raise _missing(reference)


def _missing(reference: str) -> PlanInvalid:
    return PlanInvalid(
        _("{name}, which the workshop names, does not lie beside it.").format(
            name=shown(reference, 80)
        ),
        _("Ask for the whole workshop, with all of its files."),
    )
