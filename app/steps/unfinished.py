"""Removes a folder that a run began and never finished, and tells what of it was kept. What is
conda's there, and what is not, `removal` knows.
"""

from __future__ import annotations

from pathlib import Path

from app.core.run.step import Context
from app.i18n import _


def remove_unfinished(ctx: Context, folder: Path) -> None:
    """Remove `folder` if a run of ours left it unfinished; other people's files stay, and the
    person is told where. Raises Held where another program does not let go."""
    kept = ctx.journal.remove_unfinished(folder)
    if kept:
        ctx.report.line(_("Files that are not conda’s were kept in {path}").format(path=kept))
