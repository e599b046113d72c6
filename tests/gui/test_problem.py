"""The error screen: one button that helps, details with the log's lines, a report without names."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from app.core.machine.facts import Machine
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.packages.unsolvable import conflict
from app.core.plan import Plan
from app.core.report import Report
from app.core.run.events import Line
from app.core.run.runlog import RunLog
from app.core.session import Session
from app.errors import Action, CommandFailed, InstallError, NoNetwork, NoSpace, PlanInvalid
from app.gui.problem import ProblemDialog, ProblemPanel
from tests.gui.conftest import texts_of

WAYS = (
    {"way": "python", "spec": "python 3.9", "value": "3.12"},
    {"way": "leave_out", "spec": "pytorch >=2.6", "value": ""},
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ProblemPanel]:
    made = ProblemPanel()
    made.retranslate()
    made.resize(700, 500)
    yield made
    made.deleteLater()


@pytest.fixture
def report(session: Session, plan: Plan, machine: Machine) -> Report:
    with RunLog(session.workspace(plan)) as log:
        log.event(Line("verify", f"numpy said no in {machine.home}; token=xyzzy-1234"))
        log.event(Line("other", "nothing to do with it"))
    return Report.of(session, plan, machine)


def show(panel: ProblemPanel, report: Report, error: InstallError) -> None:
    told = report.after(error, "verify")
    panel.show_error(error, "Kept.", told)
    panel.show()


def buttons(panel: ProblemPanel) -> list[QPushButton]:
    found = [each for each in panel.findChildren(QPushButton) if each.isVisible()]
    return sorted(found, key=lambda each: (each.mapTo(panel, each.rect().topLeft()).y(), each.x()))


def primary(panel: ProblemPanel) -> list[QPushButton]:
    return [each for each in buttons(panel) if each.property("role") == "primary"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CommandFailed("It ended.", "Try again."), "&Try again"),
        (NoNetwork("Cut.", "Try again."), "&Try again"),
        (ServerTrouble(Rule.SLOW, "host"), "&Find a faster server…"),
        (NoSpace("Full.", "Make room."), "&Remove old downloads…"),
        (PlanInvalid("Wrong.", "Change it."), "Change &answers"),
        (PlanInvalid("Taken.", "Move.", action=Action.FOLDER), "Choose another &folder"),
        (conflict(("a", "b"), WAYS, ""), "Use Python 3.12 (recommended)"),
        (conflict(("a", "b"), (), ""), "Change the &libraries"),
    ],
)
def test_the_first_button_does_what_helps_and_is_the_only_primary_one(
    panel: ProblemPanel, report: Report, error: InstallError, text: str
) -> None:
    show(panel, report, error)
    assert [each.text() for each in primary(panel)] == [text]
    assert buttons(panel)[0] is primary(panel)[0]
    assert panel.window().focusWidget() is primary(panel)[0]


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_done_by_a_click(
    panel: ProblemPanel, report: Report, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []

    def ask(*_arguments: object) -> tuple[str, str]:
        heard.append(Action.REPORT)
        return "", ""

    monkeypatch.setattr("app.gui.report_file.QFileDialog.getSaveFileName", ask)
    panel.again.connect(lambda: heard.append(Action.AGAIN))
    panel.back.connect(lambda: heard.append(Action.ANSWERS))
    panel.servers.connect(lambda: heard.append(Action.SERVERS))
    panel.asked.connect(heard.append)
    show(panel, report, PlanInvalid("Wrong.", action=action))
    (button,) = primary(panel)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert heard == [action]


def test_a_way_out_brings_the_changed_plan(panel: ProblemPanel, report: Report) -> None:
    ways: list[object] = []
    panel.way_out.connect(ways.append)
    error = conflict(("python 3.9", "pytorch >=2.6"), WAYS, "detail")
    show(panel, report, error)
    primary(panel)[0].click()
    assert ways == [error.ways_out[0]]
    assert "&Try again" not in texts_of(panel)


def test_the_details_hold_the_lines_of_the_step_that_failed(
    panel: ProblemPanel, report: Report
) -> None:
    show(panel, report, CommandFailed("It ended.", "Try again.", "Traceback"))
    (detail,) = panel.findChildren(QPlainTextEdit)
    assert not detail.isVisible()
    next(each for each in buttons(panel) if each.text() == "Technical d&etails").click()
    assert detail.isVisible()
    shown = detail.toPlainText()
    assert "Traceback" in shown
    assert "numpy said no" in shown
    assert "nothing to do with it" not in shown
    assert "xyzzy" not in shown


def test_in_a_small_window_the_details_come_into_sight(
    panel: ProblemPanel, report: Report, qtbot: QtBot
) -> None:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(panel)
    area.resize(500, 260)
    area.show()
    show(panel, report, CommandFailed("It ended.", "Try again.", "Traceback"))
    next(each for each in buttons(panel) if each.text() == "Technical d&etails").click()
    (detail,) = panel.findChildren(QPlainTextEdit)

    def in_sight() -> bool:
        end = detail.mapTo(area.viewport(), detail.rect().bottomLeft()).y()
        return detail.height() > 100 and end <= area.viewport().height()

    qtbot.waitUntil(in_sight, timeout=2000)
    area.takeWidget()
    area.deleteLater()


def test_the_copied_report_can_be_pasted_and_names_nobody(
    panel: ProblemPanel, report: Report
) -> None:
    home = report.machine.home
    show(panel, report, CommandFailed("It ended.", "Mend it.", f"File {home}/x.py"))
    next(each for each in buttons(panel) if each.text() == "Cop&y as text").click()
    copied = QGuiApplication.clipboard().text()
    for told in ("It ended.", "Mend it.", "<home>/x.py", "numpy said no", "step: verify"):
        assert told in copied
    assert home not in copied
    assert "xyzzy" not in copied
    assert "Copied" in texts_of(panel)


def test_a_stopped_run_goes_on_by_its_first_button(panel: ProblemPanel, report: Report) -> None:
    show(panel, report, CommandFailed("It ended."))
    panel.show_cancelled("Kept.", report)
    assert [each.text() for each in primary(panel)] == ["&Continue installing"]
    assert "Technical d&etails" not in texts_of(panel)
    show(panel, report, CommandFailed("It ended."))
    assert [each.text() for each in primary(panel)] == ["&Try again"]


def test_outside_a_run_there_is_a_report_to_save_and_nothing_to_repeat(
    report: Report, qtbot: QtBot, tmp_path: Path
) -> None:
    error = CommandFailed("It broke.", "Save it.", "trace")
    told = report.after(error)
    dialog = ProblemDialog(told)
    qtbot.addWidget(dialog)
    dialog.show()
    panel = dialog.findChildren(ProblemPanel)[0]
    assert [each.text() for each in primary(panel)] == ["&Save report…"]
    assert [each.text() for each in buttons(panel)].count("&Save report…") == 1
    assert "&Try again" not in texts_of(dialog)
    panel.save_to(tmp_path / "mine")
    assert zipfile.is_zipfile(tmp_path / "mine.zip")
    assert "mine.zip" in texts_of(dialog)
