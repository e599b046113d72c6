"""What was found in a kit, as findings in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.amounts import bytes_text
from app.core.finding import Finding, Level
from app.core.kits.checking import Checked
from app.core.kits.survey_words import title_of
from app.errors import InstallError
from app.i18n import _, listing, ngettext, sentences

_FIELD = "kit"
_NAMED = 5


def checked_findings(checked: Checked) -> tuple[Finding, ...]:
    """What the files say: the kit as a whole, what is wrong, which platforms are complete."""
    return tuple(_findings(checked))


def rehearsal_finding(rehearsed: bool | None, failure: InstallError | None, own: str) -> Finding:
    """Whether it was installed from; `own` is conda's name for this computer."""
    if rehearsed:
        sentence = _("It was installed from this kit and proved to work.")
        return Finding(_FIELD, Level.OK, "rehearsed", sentence)
    if failure is not None:
        sentence = sentences(_("Installing from it failed:"), failure.summary)
        return Finding(_FIELD, Level.STOP, "failed", sentence, failure.remedy, (), failure.detail)
    text = _("Not tried out: the kit is not complete for this computer ({platform}).")
    return Finding(_FIELD, Level.NOTE, "elsewhere", text.format(platform=title_of(own)))


def _findings(checked: Checked) -> Iterator[Finding]:
    manifest = checked.manifest
    number = len(manifest.files)
    text = ngettext("{title}: {number} file, {size}", "{title}: {number} files, {size}", number)
    size = bytes_text(manifest.bytes)
    sentence = text.format(title=manifest.title, number=number, size=size)
    level = Level.OK if checked.whole else Level.STOP
    remedy = _(
        "Make it again with the button beside “The kit”: what is sound stays. Or copy it again "
        "from where it came."
    )
    if not checked.whole:
        sentence = _("{kit}. It is not as it was made.").format(kit=sentence)
    yield Finding(_FIELD, level, "whole", sentence, "" if checked.whole else remedy)
    for problem in checked.problems:
        yield Finding(_FIELD, Level.STOP, "problem", problem)
    for rule, text, paths in (
        ("missing", _("missing: {path}"), checked.missing),
        ("altered", _("altered: {path}"), checked.altered),
    ):
        if paths:
            yield Finding(_FIELD, Level.STOP, rule, text.format(path=_named(paths)))
    if checked.unexpected:
        text = _("not part of the kit: {path}").format(path=_named(checked.unexpected))
        yield Finding(_FIELD, Level.NOTE, "unexpected", text)
    for subdir in manifest.platforms:
        whole = subdir in checked.complete
        text = _("{platform}: all packages are there") if whole else _("{platform}: not complete")
        level = Level.OK if whole else Level.STOP
        yield Finding(_FIELD, level, subdir, text.format(platform=title_of(subdir)))


def _named(paths: tuple[str, ...]) -> str:
    """The first of them, and how many more there are."""
    more = len(paths) - _NAMED
    named = listing(paths[:_NAMED])
    return named if more <= 0 else f"{named} {_('… and {number} more').format(number=more)}"
