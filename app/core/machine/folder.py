"""Judges a folder as a place for conda: every rule with a sentence and a remedy (failures F04, F05,
F19, F42, F45, F54), and finds one that breaks none. Looking at the disk is folder_facts' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.core.amounts import bytes_text
from app.core.files.disk_trouble import drive_of
from app.core.files.volume import drive_text
from app.core.finding import Finding, Level, worst
from app.core.machine.facts import Machine
from app.core.machine.folder_facts import FolderFacts, look_at
from app.i18n import _
from app.platforms.base import OsFacts, PathProblem, Platform

__all__ = ["FolderFacts", "folder_findings", "look_at", "safe_folder", "space_findings"]

FIELD = "target.folder"
NO_SPACE = "no_space"
# What is in the folder already, or around it: of no account where that is our own work.
CONTENT_RULES = frozenset({"not_empty", "existing_prefix", "existing_environment", "nested"})
_COMFORT_BYTES = 1_000_000_000
# Rules of the path's text that only deserve a mention.
_ONLY_NOTES = frozenset({"long_script_line"})
_WINDOWS = "windows"
_RANK = (Level.OK, Level.NOTE, Level.WARN, Level.STOP)


def folder_findings(
    folder: Path,
    facts: FolderFacts,
    platform: Platform,
    os_facts: OsFacts,
    needed_bytes: int | None,
) -> tuple[Finding, ...]:
    """Everything to know about `folder` as the place of a new conda installation.

    `needed_bytes` is the space that will be taken, None or 0 where it is not known.
    """
    return (
        *map(_about_text, platform.path_problems(folder, os_facts)),
        *_about_content(facts),
        *_about_surroundings(facts),
        *_about_writing(facts),
        *_about_filesystem(facts, platform.family),
        *space_findings(facts, needed_bytes or 0),
    )


def safe_folder(
    name: str,
    machine: Machine,
    platform: Platform,
    environ: Mapping[str, str],
    ours: Callable[[Path], bool] = lambda _folder: False,
) -> Path:
    """The first folder for a conda called `name` that no warning speaks against.

    Where there is none, the one with the least serious finding. `ours` tells which folders hold
    an earlier work of ours: what is in them does not count, so that a second run continues there.
    """
    os_facts = machine.os or OsFacts(family=platform.family, name="", version="")
    home = Path(machine.home) if machine.home else Path.home()

    def level(folder: Path) -> Level:
        facts = look_at(folder, machine.sync_folders)
        findings = folder_findings(folder, facts, platform, os_facts, _COMFORT_BYTES)
        if ours(folder):
            findings = tuple(found for found in findings if found.rule not in CONTENT_RULES)
        return worst(findings)

    best, best_rank = home / name, len(_RANK)
    for candidate in platform.safe_folders(name, home, environ):
        rank = _RANK.index(level(candidate))
        if rank <= _RANK.index(Level.NOTE):
            return candidate
        if rank < best_rank:
            best, best_rank = candidate, rank
    return best


def _finding(level: Level, rule: str, sentence: str, remedy: str = "") -> Finding:
    return Finding(FIELD, level, rule, sentence, remedy or _elsewhere())


def _elsewhere() -> str:
    return _("Choose another folder, or let Seedbed suggest one.")


def _about_text(problem: PathProblem) -> Finding:
    level = Level.STOP if problem.fatal else Level.WARN
    if problem.rule in _ONLY_NOTES:
        level = Level.NOTE
    remedy = _("Use a short folder of plain letters and digits, or let Seedbed suggest one.")
    return _finding(level, problem.rule, problem.sentence, remedy)


def _about_content(facts: FolderFacts) -> Iterator[Finding]:
    here = facts.path if facts.exists and not facts.is_folder else None
    file = facts.below_file or here
    if file is not None:
        yield _finding(
            Level.STOP,
            "is_file",
            _("{folder} is not a folder; something else has that name.").format(folder=file),
        )
    elif facts.is_conda:
        yield _finding(
            Level.STOP,
            "existing_prefix",
            _("There is already a conda in {folder}.").format(folder=facts.path),
            _("Use that conda as it is, or choose another folder. It will not be changed."),
        )
    elif facts.is_environment:
        yield _finding(
            Level.STOP,
            "existing_environment",
            _("{folder} is a conda environment, and it will not be overwritten.").format(
                folder=facts.path
            ),
        )
    elif facts.is_folder and not facts.empty:
        yield _finding(
            Level.STOP,
            "not_empty",
            _("The folder {folder} is not empty.").format(folder=facts.path),
            _("Choose a new folder; nothing in this one is touched."),
        )


def _about_surroundings(facts: FolderFacts) -> Iterator[Finding]:
    if facts.inside_conda is not None:
        yield _finding(
            Level.STOP,
            "nested",
            _("This folder lies inside another conda, {folder}.").format(folder=facts.inside_conda),
        )
    if facts.inside_sync is not None:
        yield _finding(
            Level.STOP,
            "sync_folder",
            _(
                "{folder} is synced to a cloud; with the many small files of conda that"
                " takes for ever, and files go missing."
            ).format(folder=facts.inside_sync),
            _("Choose a folder outside of it. Your notebooks may stay there."),
        )


def _about_writing(facts: FolderFacts) -> Iterator[Finding]:
    place = facts.nearest_existing or facts.path
    match facts.write_trouble:
        case "":
            return
        case "full":
            sentence = _("The drive of {folder} is full.")
            rule, remedy = NO_SPACE, _("Free some space, or choose a folder on another drive.")
        case "read_only":
            sentence = _("The drive of {folder} can only be read.")
            rule, remedy = "not_writable", _("Choose a folder on another drive.")
        case "permission":
            sentence = _("You are not allowed to write in {folder}.")
            rule, remedy = "not_writable", _("Choose a folder in your home folder.")
        case _:
            sentence = _("Nothing can be written in {folder}.")
            rule, remedy = "not_writable", ""
    yield _finding(Level.STOP, rule, sentence.format(folder=place), remedy)


# Level, sentence; functions, so that the language is looked up when it is needed.
_FILESYSTEMS: Mapping[str, tuple[Level, Callable[[], str]]] = {
    "noexec": (Level.STOP, lambda: _("Programs are not allowed to start from this drive.")),
    "network": (
        Level.WARN,
        lambda: _("This folder is on another computer; conda is very slow there and may fail."),
    ),
    "fat": (
        Level.STOP,
        lambda: _("This drive is formatted for cameras and sticks; conda does not work on it."),
    ),
    "windows": (
        Level.WARN,
        lambda: _("This folder belongs to Windows; from Linux conda is very slow there."),
    ),
    "memory": (
        Level.WARN,
        lambda: _("This folder is kept in memory and is gone when the computer restarts."),
    ),
}


def _about_filesystem(facts: FolderFacts, family: str) -> Iterator[Finding]:
    if facts.filesystem not in _FILESYSTEMS:
        return
    level, sentence = _FILESYSTEMS[facts.filesystem]
    if facts.filesystem == "fat" and family == _WINDOWS:
        # Windows packages hold no links, so conda only copies more.
        level = Level.WARN
    yield _finding(
        level,
        f"filesystem_{facts.filesystem}",
        sentence(),
        _("Choose a folder on a drive inside this computer."),
    )


def space_findings(facts: FolderFacts, needed: int) -> Iterator[Finding]:
    """Whether `needed` bytes more have room where the folder is."""
    if facts.write_trouble == "full":
        return
    remedy = _("Free some space, or choose a folder on another drive.")
    if facts.free_bytes is None:
        sentence = _("How much space is left there could not be found out.")
        yield _finding(Level.NOTE, "space_unknown", sentence, remedy)
    elif facts.free_bytes < needed:
        sentence = _("About {needed} are needed on {drive}, but only {free} are free.").format(
            needed=bytes_text(needed),
            drive=drive_text(drive_of(facts.nearest_existing or facts.path)),
            free=bytes_text(facts.free_bytes),
        )
        yield _finding(Level.STOP, NO_SPACE, sentence, remedy)
    elif facts.free_bytes < needed + _COMFORT_BYTES:
        sentence = _("It will just fit: only {free} are free there.").format(
            free=bytes_text(facts.free_bytes)
        )
        yield _finding(Level.WARN, "little_space", sentence, remedy)
