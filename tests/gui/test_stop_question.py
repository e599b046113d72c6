"""The one question in mid-run: its words, its keys, and that it does not outlive the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.run.events import Event, Line, RunDone, StepStarted
from app.gui.stop_question import StopQuestion
from app.gui.worker import Emit, Job
from tests.gui.conftest import ScriptedWizard


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.show()
    yield made
    made.deleteLater()


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_enter_and_esc_go_on(parent: QWidget, closes: bool, key: Qt.Key, qtbot: QtBot) -> None:
    box = StopQuestion(parent, closes)
    box.open()
    with qtbot.waitSignal(box.finished, timeout=2000):
        QTest.keyClick(box, key)
    assert not box.stop_chosen
    assert box.clickedButton() is box.go_on_button


def test_the_cross_of_the_question_goes_on(parent: QWidget, qtbot: QtBot) -> None:
    box = StopQuestion(parent)
    box.open()
    with qtbot.waitSignal(box.finished, timeout=2000):
        box.close()
    assert not box.stop_chosen


def test_it_says_whether_the_window_closes_and_what_is_kept(parent: QWidget) -> None:
    closing, stopping = StopQuestion(parent, closes=True), StopQuestion(parent)
    assert "close Seedbed" in closing.text()
    assert closing.stop_button.text() == "&Stop and close"
    assert "close" not in stopping.text()
    for box in (closing, stopping):
        assert "is kept" in box.informativeText()
        assert "next run goes on" in box.informativeText()


def until(wizard: ScriptedWizard, flag: list[bool], last: Event) -> None:
    """Make a run that ends when `flag` is filled."""

    def job(emit: Emit, _cancel: object) -> object:
        emit(StepStarted("verify", "Proving"))
        while not flag:
            emit(Line("verify", "at work"))
            QTest.qSleep(10)
        emit(last)
        return last

    def run_job() -> Job:
        return job

    wizard.run_job = run_job  # type: ignore[method-assign]
    while wizard.current() is not wizard.running:
        wizard.next()


@pytest.mark.parametrize("by_the_cross", [True, False])
def test_a_run_that_ends_takes_the_question_away_and_the_window_stays(
    scripted: ScriptedWizard, qtbot: QtBot, by_the_cross: bool
) -> None:
    finish: list[bool] = []
    until(scripted, finish, RunDone(1.0))
    if by_the_cross:
        scripted.close()
    else:
        scripted.reject()
    question = scripted.question
    assert question is not None
    assert ("close" in question.text()) is by_the_cross
    finish.append(True)
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)
    assert scripted.question is None
    assert not scripted.findChildren(StopQuestion) or not question.isVisible()
    assert scripted.isVisible(), "nobody has answered that it may close"
