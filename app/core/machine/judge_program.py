"""Judges where Seedbed itself was started from: a note, never an obstacle (failures F59)."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.i18n import _
from app.platforms.start_place import StartPlace, start_place

FIELD = "program"


def about_program(machine: Machine) -> Iterator[Finding]:
    """Findings about "program"."""
    program = machine.program
    if program is None:
        return
    place = start_place(machine.family, program.path, program.read_only)
    if place is not StartPlace.USUAL:
        yield Finding(FIELD, Level.NOTE, f"started_{place}", *_words(place))


def _words(place: StartPlace) -> tuple[str, str]:
    match place:
        case StartPlace.ARCHIVE:
            return (
                _("Seedbed runs from inside an archive: it is not there once that is closed."),
                _("Unpack the whole archive first, then start Seedbed in the new folder."),
            )
        case StartPlace.TRANSLOCATED:
            return (
                _("macOS has started Seedbed from a hidden copy, because it was not moved yet."),
                _("Press Cancel, drag Seedbed to Applications, and start it there."),
            )
        case StartPlace.DISK_IMAGE:
            return (
                _("Seedbed runs from its disk image: it is not there once that is closed."),
                _("Press Cancel, drag Seedbed to Applications, and start it there."),
            )
        case StartPlace.READ_ONLY:
            return (
                _("Seedbed was started from a drive that cannot be written, such as a CD."),
                _("Copy its whole folder onto this computer first, and start it there."),
            )
        case StartPlace.USUAL:
            return "", ""
