"""Copies the workshop's materials to the person's folder, and never over a file of theirs."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.events import Unit
from app.core.place import checked_reference, is_address, join
from app.core.step import Context, Step
from app.errors import Action, PlanInvalid
from app.i18n import _

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
        if is_address(ctx.plan.target.source):
            return _("Materials are copied from kits on this computer, not from the web.")
        if ctx.plan.target.materials_folder is None:
            return _("No folder for materials was chosen.")
        if all(_is_copied(source, target) for source, target in _pairs(ctx)):
            return _("The materials are already there.")
        return ""

    def run(self, ctx: Context) -> None:
        pairs = list(_pairs(ctx))
        for number, (source, target) in enumerate(pairs, start=1):
            ctx.cancel.check()
            ctx.report.progress(number - 1, len(pairs), Unit.FILES, source.name)
            if not _is_copied(source, target):
                _copy(source, target, ctx)
        ctx.report.progress(len(pairs), len(pairs), Unit.FILES, "")


def _pairs(ctx: Context) -> Iterator[tuple[Path, Path]]:
    reference = checked_reference(ctx.plan.workshop.materials, _("The materials folder"))
    source = Path(join(ctx.plan.target.source, reference))
    target = ctx.plan.target.materials_folder
    if target is None:
        return
    if not ctx.plan.target.source or not source.is_dir():
        raise PlanInvalid(
            _("The workshop’s materials are missing: {folder}").format(folder=source),
            _("Ask for the whole kit, or go on without materials."),
            action=Action.FOLDER,
        )
    files = sorted(file for file in source.rglob("*") if file.is_file() and not file.is_symlink())
    if len(files) > _MAX_FILES:
        raise PlanInvalid(
            _("The materials have more than {number} files.").format(number=_MAX_FILES),
            _("Ask for a kit with fewer files, or go on without materials."),
            action=Action.FOLDER,
        )
    for file in files:
        yield file, target / file.relative_to(source)


def _is_copied(source: Path, target: Path) -> bool:
    return target.is_file() and filecmp.cmp(source, target, shallow=False)


def _copy(source: Path, target: Path, ctx: Context) -> None:
    if target.exists() or target.is_symlink():
        ctx.report.line(_("Kept your own {name}; it differs from ours").format(name=target.name))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.partial")
    shutil.copyfile(source, beside)
    try:
        os.replace(beside, target)  # noqa: PTH105 - both are paths of ours
    except FileNotFoundError:
        # Another run that copies the same materials at this moment was quicker.
        if not _is_copied(source, target):
            raise
