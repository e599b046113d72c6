"""Saving the report for a helper from the window."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.report import USUAL_NAME, Report
from app.core.session import Session
from app.gui.report_file import ask_where, saved


@pytest.fixture
def report(session: Session, plan: Plan, machine: Machine) -> Report:
    return Report.of(session, plan, machine)


@pytest.mark.parametrize("answer", ["", "/stick/mine.zip"])
def test_the_question_begins_at_home_and_may_be_left_unanswered(
    report: Report, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    offered: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        offered.append(start)
        return answer, ""

    monkeypatch.setattr("app.gui.report_file.QFileDialog.getSaveFileName", ask)
    assert ask_where(QWidget(), report) == (Path(answer) if answer else None)
    assert offered == [str(Path(report.machine.home) / USUAL_NAME)]


def test_it_is_said_where_the_report_is_or_why_it_is_nowhere(
    report: Report, tmp_path: Path
) -> None:
    assert str(tmp_path / "mine.zip") in saved(tmp_path / "mine.zip", report)
    assert zipfile.is_zipfile(tmp_path / "mine.zip")
    assert "could not be written" in saved(tmp_path / "nowhere" / "mine.zip", report)
