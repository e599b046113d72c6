"""The survey in words, the same in the window and on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.amounts import bytes_text
from app.core.catalog.platforms import conda_platform
from app.core.kits.survey import Surveyed
from app.core.plan import Difference
from app.errors import InstallError
from app.i18n import _, joined_facts, listing, ngettext, sentences


def headings() -> tuple[str, ...]:
    """What stands above the columns."""
    return (_("Platform"), _("Packages"), _("Download"), _("On the disk"), _("What is to know"))


def cells(found: Surveyed) -> tuple[str, ...]:
    """One platform as a line of the table; what is not known is a dash."""
    if not found.possible:
        return (found.subdir, "–", "–", "–", trouble(found))
    return (
        found.subdir,
        str(found.count),
        bytes_text(found.download),
        _("about {size}").format(size=bytes_text(found.disk)),
        remark(found),
    )


def trouble(found: Surveyed) -> str:
    """Why there is nothing for this platform, with the remedy; "" where there is no trouble."""
    return sentences(*(sentences(error.summary, error.remedy) for error in found.errors))


def remark(found: Surveyed) -> str:
    """What the numbers do not tell."""
    said = []
    if found.locked:
        said.append(_("The exact versions are those of the lock file."))
    if found.unknown:
        text = ngettext(
            "The size of {number} package is not known.",
            "The sizes of {number} packages are not known.",
            found.unknown,
        )
        said.append(text.format(number=found.unknown))
    if found.installer is None:
        said.append(_("The size of conda’s installer is not known."))
    return sentences(*said)


def difference_text(difference: Difference) -> str:
    """What a platform gets otherwise, in a few words; "" for nothing."""
    parts = []
    if difference.without:
        parts.append(_("without {names}").format(names=listing(difference.without)))
    if difference.instead:
        parts.append(_("with {names}").format(names=listing(difference.instead)))
    return joined_facts(parts)


def total_sentence(found: Sequence[Surveyed]) -> str:
    """How it went altogether."""
    bad = [one for one in found if not one.possible]
    if not bad:
        text = ngettext(
            "The workshop can be installed on {number} platform.",
            "The workshop can be installed on all {number} platforms.",
            len(found),
        )
        return text.format(number=len(found))
    text = _("The workshop cannot be installed on: {platforms}.").format(
        platforms=listing(title_of(one.subdir) for one in bad)
    )
    ways = any(one.ways_out for one in bad)
    return sentences(text, _("Choose a way out, then try it again.") if ways else "")


def title_of(subdir: str) -> str:
    """What people call a platform, with conda's name."""
    try:
        return _("{title} ({subdir})").format(title=_(conda_platform(subdir).title), subdir=subdir)
    except InstallError:  # a platform that only another Seedbed knows
        return subdir
