"""Copies the workshop's materials to the person's folder, and never over a file of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.kits.served import has_materials, is_served_kit
from app.core.kits.served_materials import served_materials
from app.core.place import beside, files_in
from app.core.run.step import Context, Step
from app.errors import Action, PlanInvalid
from app.i18n import _
from app.steps.copying import Pair, copy_all, is_copied

_MAX_FILES = 20_000


@dataclass(frozen=True)
class CopyMaterials(Step):
    """Copies file by file; a file that is already the same is left alone."""

    name = "copy_materials"
    weight = 1.0

    @property
    def title(self) -> str:
        return _("Copying the materials")

    def already_done(self, ctx: Context) -> str:
        if not ctx.plan.workshop.materials:
            return _("This plan has no materials.")
        if ctx.plan.target.materials_folder is None:
            return _("No folder for materials was chosen.")
        if is_served_kit(ctx.plan):
            return ""  # only the server knows what there is
        if not has_materials(ctx.plan):
            return _none_on_the_web()
        if all(is_copied(source, target) for source, target in _pairs(ctx)):
            return _("The materials are already there.")
        return ""

    def run(self, ctx: Context) -> None:
        target = ctx.plan.target.materials_folder
        if target is not None and is_served_kit(ctx.plan):
            found = served_materials(ctx.plan, ctx.cache, ctx.download, ctx.cancel)
            if found is None:
                ctx.report.line(_none_on_the_web())
                return
            ctx.download.fetch_all(found.files, ctx.cancel, _uncounted, ctx.report.line)
            copy_all(found.pairs(target), ctx)
        else:
            copy_all(list(_pairs(ctx)), ctx)


def _none_on_the_web() -> str:
    return _("Materials are copied from kits, not from other places in the web.")


def _uncounted(_done: int, _total: int | None) -> None:
    """They are counted as files, when they are copied."""


def _pairs(ctx: Context) -> Iterator[Pair]:
    reference = ctx.plan.workshop.materials
    source = Path(beside(ctx.plan.target.source, reference, _("The materials folder")))
    target = ctx.plan.target.materials_folder
    if target is None:
        return
    if not ctx.plan.target.source or not source.is_dir():
        raise PlanInvalid(
            _("The workshop’s materials are missing: {folder}").format(folder=source),
            _("Ask for the whole kit, or go on without materials."),
            action=Action.FOLDER,
        )
    files = files_in(source)
    if len(files) > _MAX_FILES:
        raise PlanInvalid(
            _("The materials have more than {number} files.").format(number=_MAX_FILES),
            _("Ask for a kit with fewer files, or go on without materials."),
            action=Action.FOLDER,
        )
    for file in files:
        yield file, target / file.relative_to(source)
