"""Saving the report for a helper: where it goes is asked, and how that went is said.

What a report contains is the core's business.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.problem_words import saved_text
from app.core.report import USUAL_NAME, Report, save_report
from app.errors import InstallError
from app.i18n import _, sentences


def ask_where(parent: QWidget, report: Report) -> Path | None:
    """Ask where to save the report; None where the person thinks better of it."""
    start = Path(report.machine.home) / USUAL_NAME
    path, _filter = QFileDialog.getSaveFileName(parent, _("Save report"), str(start), "ZIP (*.zip)")
    return Path(path) if path else None


def saved(path: Path, report: Report) -> str:
    """Save the report; says where it is, or why it could not be saved."""
    try:
        return saved_text().format(path=save_report(path, report))
    except InstallError as error:
        return sentences(error.summary, error.remedy)
