"""The sizes of a plan in sentences, the same on the pages and on the terminal."""

from __future__ import annotations

from app.core.amounts import bytes_text
from app.core.packages.disk_need import DriveNeed
from app.core.packages.sizes import Sizes
from app.core.volume import drive_text
from app.i18n import _, ngettext


def download_sentence(sizes: Sizes) -> str:
    """How many packages and what they cost to download; "" while that is not known."""
    if not sizes.count or sizes.packages is None:
        return ""
    here = sizes.packages_here
    if sizes.unknown:
        text = ngettext(
            "With all they need this is {count} package; its list does not tell how big it is.",
            "With all they need these are {count} packages; their list does not tell all sizes.",
            sizes.count,
        )
    elif sizes.missing is not None and here >= sizes.packages:
        text = ngettext(
            "With all they need this is {count} package; it is already here.",
            "With all they need these are {count} packages; all of them are already here.",
            sizes.count,
        )
    elif here:
        text = ngettext(
            "With all they need this is {count} package: {size} to download"
            " ({here} of it are already here).",
            "With all they need these are {count} packages: {size} to download"
            " ({here} of it are already here).",
            sizes.count,
        )
    else:
        text = ngettext(
            "With all they need this is {count} package: {size} to download.",
            "With all they need these are {count} packages: {size} to download.",
            sizes.count,
        )
    return text.format(count=sizes.count, size=bytes_text(sizes.packages), here=bytes_text(here))


def preset_words(sizes: Sizes) -> str:
    """What a set of libraries costs to download, in a few words; "" while that is not known."""
    if not sizes.count or sizes.packages is None or sizes.unknown:
        return ""
    left = sizes.packages - sizes.packages_here
    if left <= 0:
        return _("already here")
    return _("{size} to download").format(size=bytes_text(left))


def drive_sentences(sizes: Sizes) -> tuple[str, ...]:
    """What will be taken from each drive, and what is free there; none where nothing is."""
    return tuple(_drive(need, sizes) for need in sizes.drives if need.total)


def _drive(need: DriveNeed, sizes: Sizes) -> str:
    known = sizes.count is not None and not sizes.unknown
    if not need.target:
        text = _("On {drive} about {size} are needed for what is downloaded, {free} are free.")
    elif not known:
        text = _("On {drive} more than {size} are needed, {free} are free.")
    elif need.base:
        text = _("With conda itself about {size} are needed on {drive}, {free} are free.")
    else:
        text = _("About {size} are needed on {drive}, {free} are free.")
    free = need.volume.free
    return text.format(
        size=bytes_text(need.total),
        drive=drive_text(need.volume.mount),
        free=_("an unknown amount") if free is None else bytes_text(free),
    )
