"""The instructor's single files that lie beside a workshop file, for its kit: check and logo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.foreign_text import shown
from app.core.kits import names
from app.core.place import checked_reference, is_address, join
from app.core.session import Session
from app.core.workshops.arriving import read_logo, read_own_check
from app.core.workshops.opening import Opened
from app.core.workshops.own_check import MAX_BYTES
from app.errors import PlanInvalid
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Material:
    """One file to copy, of the workshop's or Seedbed itself: where it lies, and its path in the
    kit."""

    source: Path
    path: str


def beside_path(folder: str, reference: str) -> str:
    """Where a kit has, in a folder of its own, the file with this reference; "" for none."""
    return f"{folder}/{PurePosixPath(reference).name}" if reference else ""


def files_beside(opened: Opened, session: Session, cancel: Cancel) -> tuple[Material, ...]:
    """The check and the logo of a workshop. Raises PlanInvalid for one that is not there, and
    NoNetwork where it lies on a server that does not hand it out."""
    _usable(opened, session, cancel)
    wanted = ((names.CHECK, opened.workshop.check), (names.LOGO, opened.workshop.logo))
    return tuple(
        Material(_file(opened, reference, session, cancel), _path(folder, reference))
        for folder, reference in wanted
        if reference
    )


def _path(folder: str, reference: str) -> str:
    return names.checked(beside_path(folder, reference))


def _file(opened: Opened, reference: str, session: Session, cancel: Cancel) -> Path:
    reference = checked_reference(reference, _("The file"))
    if is_address(opened.source):
        return _fetched(join(opened.source, reference), session, cancel)
    place = Path(opened.source, *reference.split("/"))
    if not opened.source or place.is_symlink() or not place.is_file():
        raise PlanInvalid(
            _("The workshop names a file that is not beside it: {path}").format(
                path=shown(reference)
            ),
            _("Put it there, or take it out of the workshop file."),
        )
    return place


def _usable(opened: Opened, session: Session, cancel: Cancel) -> None:
    """Raise PlanInvalid for a check or logo that no participant's Seedbed would take."""
    check, logo = read_own_check(opened, session, cancel), read_logo(opened, session, cancel)
    if check is not None and check.problem:
        raise PlanInvalid(check.problem, check.remedy)
    if logo is not None and logo.problem:
        raise PlanInvalid(logo.problem, _("Take a PNG or JPEG picture of up to 1 MB, or none."))


def _fetched(address: str, session: Session, cancel: Cancel) -> Path:
    """A file of a workshop on a server, kept in our cache under what it contains."""
    data = session.download.read(address, MAX_BYTES, cancel)
    name = PurePosixPath(urlsplit(address).path).name
    file = session.cache / CacheKind.KITS / hashlib.sha256(data).hexdigest()[:16] / name
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return file
