"""What the section of the kit says: of a kit that was made, of its check, and what to do next."""

from __future__ import annotations

from app.core.amounts import bytes_text
from app.gui.instructor.jobs import CheckedKit, MadeKit
from app.i18n import _, listing, ngettext, sentences


def about_check(quick: bool) -> str:
    """What checking a kit does; `quick` leaves the installation out."""
    if quick:
        return _("Compares every file of the kit.")
    return _(
        "Compares every file, then tries an installation in a folder that is removed again; that "
        "takes as long as for a participant."
    )


def about_making() -> str:
    """What making a kit does."""
    return _(
        "Downloads everything for the kinds of computer that are ticked, often more than 1 GB; "
        "nothing is installed."
    )


def checked_text(done: CheckedKit) -> str:
    """How a check went, in a line."""
    if not done.checked.whole or done.failure is not None:
        return _("Not everything is right.")
    sound = _("All files of the kit are there and unaltered.")
    proven = _("It was installed from this kit and proved to work.")
    return sentences(sound, proven if done.rehearsed else "")


def next_text() -> str:
    """What to do with a kit."""
    return sentences(
        _("Then: copy the folder to sticks, and eject each before you pull it out;"),
        _("or put the zip file where participants can download it;"),
        _("or share it in this room."),
        _("Participants open START-HERE in it."),
    )


def made_text(done: MadeKit) -> str:
    """A kit that is made, and its zip file; what may lack is said elsewhere."""
    manifest = done.made.manifest
    number = len(manifest.files)
    text = ngettext(
        "The kit is made: {number} file, {size}, for {platforms}.",
        "The kit is made: {number} files, {size}, for {platforms}.",
        number,
    )
    size, platforms = bytes_text(manifest.bytes), listing(manifest.platforms)
    archive = _("Zip file: {path}").format(path=done.archive) if done.archive else ""
    return sentences(text.format(number=number, size=size, platforms=platforms), archive)
