"""The rail: where one may go with it, and what it says about pages an early answer broke."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWizard
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.core.run.events import Progress, RunDone, RunFailed, StepDone, StepStarted, Unit
from app.errors import NoNetwork
from tests.gui.conftest import ScriptedWizard

RUNNING, FINISHED = 7, 8
STOP = Finding("target.folder", Level.STOP, "space", "There is a space.", "Remove it.")
GOING_ON = (
    StepStarted("fetch_packages", "Downloading the libraries"),
    Progress("fetch_packages", 64, 137, Unit.BYTES, "numpy", 3, 0.4, 5, 15),
)


def go(wizard: ScriptedWizard, number: int) -> None:
    while wizard.currentId() < number:
        wizard.next()


def lines(wizard: ScriptedWizard) -> list[QPushButton]:
    return [line for line in wizard.rail.buttons() if isinstance(line, QPushButton)]


def open_ones(wizard: ScriptedWizard) -> list[int]:
    return [number for number, line in enumerate(lines(wizard)) if line.isEnabled()]


def test_pages_that_were_seen_can_be_clicked_and_answers_stay(scripted: ScriptedWizard) -> None:
    go(scripted, 4)
    scripted.environment.name_field.setText("course")
    scripted.environment.name_field.textEdited.emit("course")
    assert open_ones(scripted) == [0, 1, 2, 3]
    lines(scripted)[1].click()
    assert scripted.current() is scripted.computer
    assert open_ones(scripted) == [0, 2, 3, 4]
    lines(scripted)[4].click()
    assert scripted.current() is scripted.environment
    assert scripted.environment.name_field.text() == "course"


def test_a_page_nobody_saw_yet_cannot_be_clicked(scripted: ScriptedWizard) -> None:
    assert open_ones(scripted) == []
    scripted.go_to(5)
    assert scripted.currentId() == 0


def test_what_was_chosen_later_stays_in_sight_after_going_back(scripted: ScriptedWizard) -> None:
    go(scripted, 5)
    lines(scripted)[2].click()
    names = [line.accessibleName() for line in lines(scripted)]
    assert names[3].startswith("Location: done")
    assert "miniconda3" in names[3]
    assert names[6].startswith("Review: still to come")


def test_an_early_answer_that_breaks_a_later_page_shows_there_and_bars_the_way_past_it(
    scripted: ScriptedWizard,
) -> None:
    go(scripted, 5)
    lines(scripted)[0].click()
    scripted.background.learn(findings=(STOP,))
    assert lines(scripted)[3].accessibleName().startswith("Location: needs attention")
    assert open_ones(scripted) == [1, 2, 3]
    scripted.go_to(5)
    assert scripted.currentId() == 0
    lines(scripted)[3].click()
    assert scripted.current() is scripted.location
    scripted.background.learn(findings=())
    assert open_ones(scripted) == [0, 1, 2, 4, 5]


def test_passing_by_does_not_count_as_arriving(scripted: ScriptedWizard) -> None:
    go(scripted, 6)
    seen: list[int] = []
    scripted.road.arrive = seen.append  # type: ignore[assignment,method-assign]
    scripted.go_to(1)
    assert seen == [1]


def test_the_rail_is_off_while_something_is_installed_and_at_the_end(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.script = GOING_ON
    go(scripted, RUNNING)
    assert open_ones(scripted) == []
    for number in (0, RUNNING):
        scripted.go_to(number)
        assert scripted.currentId() == RUNNING
    assert scripted.running.running
    scripted.running.stop()
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    scripted.script = (StepStarted("verify", "V"), StepDone("verify", 1.0), RunDone(1.0))
    scripted.running.problem.again.emit()
    qtbot.waitUntil(lambda: scripted.currentId() == FINISHED, timeout=5000)
    assert open_ones(scripted) == []


def test_after_a_failed_run_review_leads_back_to_every_answer(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.script = (RunFailed("fetch_packages", NoNetwork("Cut.", "Plug it in.")),)
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    scripted.running.back_asked.emit()
    assert open_ones(scripted) == [0, 1, 2, 3, 4, 5]
    lines(scripted)[3].click()
    assert scripted.current() is scripted.location
    assert scripted.button(QWizard.WizardButton.BackButton).isEnabled()


def test_the_rail_works_with_the_keyboard(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    go(scripted, 3)
    scripted.activateWindow()
    line = lines(scripted)[1]
    line.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(line.hasFocus, timeout=2000)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert scripted.current() is scripted.computer


def test_nothing_in_the_rail_is_cut(scripted: ScriptedWizard) -> None:
    go(scripted, 6)
    scripted.resize(900, 600)
    for line in lines(scripted):
        assert line.height() >= line.sizeHint().height()
        assert scripted.rail.rect().contains(line.geometry())
