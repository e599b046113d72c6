"""Checks the folders that Seedbed keeps things in: can they be written, and is there room?

The folder for conda is `machine.folder`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.core.amounts import bytes_text
from app.core.files.volume import drive_text
from app.core.finding import Finding, Level
from app.core.machine.folder import NO_SPACE, FolderFacts
from app.core.packages.disk_need import DriveNeed
from app.i18n import _
from app.paths import HOME_VARIABLE

FIELD = "target.cache"


def cache_findings(
    cache: Path, need: DriveNeed | None, look: Callable[..., FolderFacts]
) -> Iterator[Finding]:
    """What is wrong with `cache`, or another folder of ours; `need` is that of its drive, None
    where conda's folder is on the same drive and tells it already."""
    facts = look(cache, ())
    if facts.write_trouble == "full":
        yield _stop(
            NO_SPACE, _("The drive of {folder} is full; Seedbed keeps its own files there."), cache
        )
    elif facts.write_trouble == "read_only":
        sentence = _("The drive of {folder} can only be read; Seedbed keeps its own files there.")
        yield _stop("cache_not_writable", sentence, cache)
    elif facts.write_trouble or (facts.exists and not facts.is_folder):
        sentence = _("Nothing can be written in {folder}, where Seedbed keeps its own files.")
        yield _stop("cache_not_writable", sentence, cache)
    elif need is not None and need.fits is False:
        yield _too_small(need)


def _stop(rule: str, sentence: str, cache: Path) -> Finding:
    return Finding(FIELD, Level.STOP, rule, sentence.format(folder=cache), _remedy(rule))


def _too_small(need: DriveNeed) -> Finding:
    sentence = _(
        "About {needed} are needed on {drive} for what is downloaded, but only {free} are free."
    ).format(
        needed=bytes_text(need.total),
        drive=drive_text(need.volume.mount),
        free=bytes_text(need.volume.free or 0),
    )
    return Finding(FIELD, Level.STOP, NO_SPACE, sentence, _remedy(NO_SPACE))


def _remedy(rule: str) -> str:
    if rule == NO_SPACE:
        text = _(
            "Free some space there (“seedbed cache clean” removes old downloads), or name a folder "
            "on another drive in the variable {variable} before you start Seedbed."
        )
    else:
        text = _(
            "Make that folder writable, or name another one in the variable {variable} before you "
            "start Seedbed."
        )
    return text.format(variable=HOME_VARIABLE)
