"""How steps copy files for the person: one by one, and never over a file of theirs."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from app.core.run.events import Unit
from app.core.run.step import Context
from app.i18n import _

Pair = tuple[Path, Path]


def copy_all(pairs: Sequence[Pair], ctx: Context) -> None:
    """Copy each source to its target, counting them; a file that is already the same is left
    alone, and one that differs is kept, which is told. Raises OSError."""
    for number, (source, target) in enumerate(pairs, start=1):
        ctx.cancel.check()
        ctx.report.progress(number - 1, len(pairs), Unit.FILES, source.name)
        if not is_copied(source, target):
            _copy(source, target, ctx)
    ctx.report.progress(len(pairs), len(pairs), Unit.FILES, "")


def is_copied(source: Path, target: Path) -> bool:
    """Whether `target` is a file with the same content."""
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
        # Another run that copies the same files at this moment was quicker.
        if not is_copied(source, target):
            raise
