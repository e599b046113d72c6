"""Which kinds of computer a kit has no Seedbed for, as findings in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app import __version__
from app.core.catalog.platforms import all_platforms
from app.core.finding import Finding, Level
from app.core.kits.apps import app_name, apps_for
from app.core.kits.survey_words import title_of
from app.i18n import _, listing, ngettext, sentences

_FIELD = "kit"


def app_findings(
    lacking: Sequence[str], subdirs: Sequence[str], given: Sequence[Path]
) -> tuple[Finding, ...]:
    """What to know of the files of Seedbed: `lacking` are the platforms for which a kit that was
    made has none, `given` the files that will be put into the next one, for `subdirs`."""
    known = {platform.subdir for platform in all_platforms()}
    return tuple(_findings(lacking, [one for one in subdirs if one in known], given))


def _findings(
    lacking: Sequence[str], subdirs: Sequence[str], given: Sequence[Path]
) -> Iterator[Finding]:
    strange = [file.name for file in given if not apps_for(subdirs, [file], ())]
    if strange:
        text = ngettext(
            "{files} is not Seedbed’s own file for any platform of the workshop.",
            "{files} are not Seedbed’s own files for any platform of the workshop.",
            len(strange),
        )
        yield Finding(
            _FIELD,
            Level.WARN,
            "strange_app",
            text.format(files=listing(strange)),
            sentences(_("It is known by its name, as it was downloaded."), _names(subdirs)),
        )
    still = [subdir for subdir in lacking if subdir not in apps_for(lacking, given, ())]
    if still:
        text = _("Seedbed itself is not in the kit for: {platforms}.")
        yield Finding(
            _FIELD,
            Level.WARN,
            "without_app",
            text.format(platforms=listing(map(title_of, still))),
            sentences(
                _("Get its file where you got this Seedbed, add it, and bring the kit up to date."),
                _names(still),
            ),
        )
    elif lacking:
        text = _("Bring the kit up to date: then the files of Seedbed that you added are in it.")
        yield Finding(_FIELD, Level.WARN, "app_added", text)


def _names(subdirs: Sequence[str]) -> str:
    names = listing(dict.fromkeys(app_name(subdir, __version__) for subdir in subdirs))
    return _("For example: {names}.").format(names=names) if names else ""
