"""A workshop file that is being prepared: what it said, what it is to say, and keeping it.

What is written is planwrite's business; here is only that nothing is lost: neither the file's
comments, nor what somebody else has written into it meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.place import checked_reference
from app.core.plan import Workshop
from app.core.workshops.opening import (
    WORKSHOP_ENDINGS,
    WORKSHOP_NAME,
    Opened,
    bytes_of,
    workshop_in,
)
from app.core.workshops.planfile import decoded, read_workshop
from app.core.workshops.planwrite import write_workshop
from app.errors import InstallError, PlanInvalid
from app.i18n import _


class ChangedMeanwhile(PlanInvalid):
    """Somebody else has changed, made or removed the file since it was read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A workshop and its file; `text` is what the file says, "" where there is none yet, and
    `saved` the workshop that it gives."""

    workshop: Workshop
    path: Path | None = None
    text: str = ""
    saved: Workshop = Workshop()  # noqa: RUF009 - frozen

    @property
    def changed(self) -> bool:
        """Whether the workshop has something that the file does not."""
        return self.workshop != self.saved

    @property
    def opened(self) -> Opened:
        """The workshop as it stands now, as if it had been opened from its file."""
        if self.path is None:
            return Opened(self.workshop, "")
        return Opened(self.workshop, str(self.path.parent), self.path.name)


def new_draft(workshop: Workshop) -> Draft:
    """A workshop that has no file yet; it counts as unchanged until something is answered."""
    return Draft(workshop, saved=workshop)


def open_draft(path: Path) -> Draft:
    """Read a workshop file, or the one in a folder. Raises PlanInvalid, with a remedy."""
    file = path / WORKSHOP_NAME if path.is_dir() else path
    data = bytes_of(file)
    workshop = workshop_in(file, data).workshop
    return Draft(workshop, file, decoded(data, file.name), workshop)


def keep_draft(draft: Draft, path: Path, over_changes: bool = False) -> Draft:
    """Write the workshop to `path`; returns the draft as it stands then.

    Raises ChangedMeanwhile where the file is not as it was read, unless `over_changes`; then its
    comments are kept as they are now. Raises PlanInvalid and NoSpace where it cannot be written.
    """
    refuse_name(path)
    there = _text_in(path)
    known = draft.text if path == draft.path else ""
    if there != known and not over_changes:
        raise ChangedMeanwhile(
            _("{name} has been changed by another program.").format(name=path.name)
            if path == draft.path
            else _("There is a file {name} already.").format(name=path.name),
            _("Open it again, save under another name, or replace it."),
        )
    text = write_workshop(draft.workshop, _base(there, draft, path))
    written = read_workshop(text.encode(), path.name)
    with writing(path):
        jsonfile.write_text(path, text)
    kept = replace(written, lock=draft.workshop.lock)
    return Draft(kept, path, text, kept)


def refuse_name(path: Path) -> None:
    """Raise PlanInvalid for a name by which no workshop file is known."""
    if path.suffix.lower() not in WORKSHOP_ENDINGS:
        raise PlanInvalid(
            _("A workshop file ends in .toml, and {name} does not.").format(name=path.name[:100]),
            _("Choose another name, for example {name}.").format(name=WORKSHOP_NAME),
        )


def beside(folder: str, place: Path, what: str) -> str:
    """How a workshop file in `folder` names `place`, which lies beside or below it. Raises
    PlanInvalid where it does not, or where there is no file yet, so no folder."""
    if not folder:
        raise PlanInvalid(
            _("The workshop has no file yet, so nothing can lie beside it."),
            _("Save it first."),
        )
    try:
        reference = place.resolve().relative_to(Path(folder).resolve()).as_posix()
    except ValueError as error:
        raise PlanInvalid(
            _("{place} does not lie beside the workshop file.").format(place=place),
            _("Copy it into the folder {folder} first.").format(folder=folder),
        ) from error
    return checked_reference(reference, what)


def _base(there: str, draft: Draft, path: Path) -> str:
    """The text whose comments are kept: the file's own; for another name, that of the draft."""
    base = there if path == draft.path and there else draft.text
    try:
        read_workshop(base.encode(), path.name)
    except InstallError:  # it was broken meanwhile, and is to be replaced
        return draft.text
    return base


def _text_in(path: Path) -> str:
    if not path.exists():
        return ""
    data = bytes_of(path)
    try:
        return decoded(data, path.name)
    except InstallError:
        return "\0"  # no text at all, so certainly not the one that was read
