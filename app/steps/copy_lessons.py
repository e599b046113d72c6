"""Copies the first lessons to the person's folder, in the language of the run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.after.lessons import LESSONS, in_every_language, source_of
from app.core.run.step import Context, Step
from app.i18n import _
from app.steps.copying import Pair, copy_all, is_copied


@dataclass(frozen=True)
class CopyLessons(Step):
    """Copies our notebooks, never over one the person has written in. The environment is good
    without them, so a folder that cannot be written is told and spoils nothing."""

    name = "copy_lessons"
    weight = 0.1

    @property
    def title(self) -> str:
        return _("Copying the first lessons")

    def already_done(self, ctx: Context) -> str:
        folder = ctx.plan.target.lessons_folder
        if folder is None:
            return _("The first lessons are not wanted.")
        if all(is_copied(source, target) for source, target in _pairs(folder)):
            return _("The first lessons are already there.")
        return ""

    def run(self, ctx: Context) -> None:
        folder = ctx.plan.target.lessons_folder
        if folder is None:
            return
        try:
            for lesson in LESSONS:
                _make_room(lesson, folder / lesson)
            copy_all(list(_pairs(folder)), ctx)
        except OSError as error:
            text = _("The first lessons could not be copied to {folder}: {problem}")
            ctx.report.line(text.format(folder=folder, problem=error))


def _pairs(folder: Path) -> Iterator[Pair]:
    for lesson in LESSONS:
        yield source_of(lesson), folder / lesson


def _make_room(lesson: str, target: Path) -> None:
    """Remove our own lesson of another language, as long as nobody has changed a letter of it."""
    ours = source_of(lesson)
    others = (file for file in in_every_language(lesson) if file != ours)
    if not target.is_symlink() and any(is_copied(other, target) for other in others):
        target.unlink()
