"""The wizard: the order of its pages, Next, the language, the run, leaving."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QMessageBox,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.core.run.events import Progress, RunDone, RunFailed, StepDone, StepStarted, Unit
from app.errors import NoNetwork
from app.gui.known import Download, Transfer
from app.gui.wizard import Wizard
from app.i18n import PSEUDO, set_language
from tests.gui.conftest import ScriptedWizard, leave, texts_of, to_page

BUTTON = QWizard.WizardButton
DOWNLOAD, RUNNING, FINISHED = 2, 7, 8
GOING_ON = (
    StepStarted("fetch_packages", "Downloading the libraries"),
    Progress("fetch_packages", 64, 137, Unit.BYTES, "numpy", 3, 0.4, 5, 15),
)
STOP = Finding("target.folder", Level.STOP, "space", "There is a space.", "Remove it.")


def go(wizard: ScriptedWizard, number: int) -> None:
    while wizard.currentId() < number:
        wizard.next()


def test_the_pages_come_in_their_order_and_back_keeps_the_answers(
    scripted: ScriptedWizard,
) -> None:
    go(scripted, 4)
    assert scripted.current() is scripted.environment
    scripted.environment.name_field.setText("course")
    scripted.environment.name_field.textEdited.emit("course")
    scripted.back()
    scripted.back()
    assert scripted.current() is scripted.download
    go(scripted, 6)
    assert "“course”" in "\n".join(label.text() for label in scripted.review.findChildren(QLabel))


def test_next_is_off_while_something_on_the_page_stops(scripted: ScriptedWizard) -> None:
    go(scripted, 3)
    assert scripted.button(BUTTON.NextButton).isEnabled()
    scripted.background.learn(findings=(STOP,))
    assert not scripted.button(BUTTON.NextButton).isEnabled()
    scripted.background.learn(findings=())
    assert scripted.button(BUTTON.NextButton).isEnabled()


def test_a_stop_of_another_page_does_not_block_this_one_but_shows_in_the_rail(
    scripted: ScriptedWizard,
) -> None:
    go(scripted, 4)
    scripted.background.learn(findings=(STOP,))
    assert scripted.button(BUTTON.NextButton).isEnabled()
    names = [child.accessibleName() for child in scripted.rail.findChildren(QWidget)]
    assert any(name.startswith("Location: needs attention") for name in names)
    go(scripted, 6)
    assert not scripted.button(BUTTON.CommitButton).isEnabled()


def test_the_button_on_review_names_the_action(scripted: ScriptedWizard) -> None:
    go(scripted, 6)
    assert scripted.button(BUTTON.CommitButton).text() == "Install"


def test_background_work_is_seen_on_every_page(scripted: ScriptedWizard) -> None:
    running = Download(Transfer.RUNNING, 45_000_000, 150_000_000)
    scripted.background.learn(download=running)
    for number in range(RUNNING):
        go(scripted, number)
        if number == DOWNLOAD:  # it has a line of its own, and says beside Next that it goes on
            assert "45 MB of 150 MB" in texts_of(scripted.download.transfer)
            assert "the download goes on when you press Next" in texts_of(scripted.strip)
        else:
            assert "45 MB of 150 MB" in texts_of(scripted.strip)
    scripted.background.learn(download=Download())
    assert texts_of(scripted.strip).strip() == ""


def test_the_strip_does_not_lie_over_the_buttons(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    go(scripted, 3)
    scripted.resize(900, 600)
    qtbot.waitUntil(lambda: scripted.width() == 900, timeout=2000)
    strip = scripted.strip.geometry()
    for kind in (BUTTON.BackButton, BUTTON.NextButton, BUTTON.CancelButton):
        button = scripted.button(kind)
        corner = button.mapTo(scripted, button.rect().topLeft())
        assert strip.right() < corner.x()


def test_changing_the_language_keeps_every_answer(scripted: ScriptedWizard) -> None:
    go(scripted, 4)
    scripted.environment.name_field.setText("course")
    scripted.environment.name_field.textEdited.emit("course")
    before = scripted.plan
    set_language(PSEUDO)
    scripted.retranslate()
    assert scripted.current() is scripted.environment
    assert scripted.plan == before
    assert scripted.environment.name_field.text() == "course"
    assert scripted.environment.read_plan(before) == before


def test_a_successful_run_leads_to_the_last_page(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    scripted.script = (StepStarted("verify", "V"), StepDone("verify", 1.0), RunDone(1.0))
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: scripted.currentId() == FINISHED, timeout=5000)
    assert not scripted.button(BUTTON.BackButton).isEnabled()
    assert scripted.button(BUTTON.FinishButton).isEnabled()


def test_after_a_failure_another_try_runs_the_same_plan_again(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.script = (*GOING_ON, RunFailed("fetch_packages", NoNetwork("Cut.", "Plug it in.")))
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    assert scripted.currentId() == RUNNING
    scripted.script = (StepStarted("verify", "V"), StepDone("verify", 1.0), RunDone(1.0))
    scripted.running.problem.again.emit()
    qtbot.waitUntil(lambda: scripted.currentId() == FINISHED, timeout=5000)


def test_after_a_failure_answers_can_be_changed(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    scripted.script = (RunFailed("fetch_packages", NoNetwork("Cut.", "Plug it in.")),)
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    scripted.running.back_asked.emit()
    assert scripted.current() is scripted.review
    assert scripted.button(BUTTON.BackButton).isEnabled()


def start_run(wizard: ScriptedWizard, qtbot: QtBot) -> None:
    wizard.script = GOING_ON
    go(wizard, RUNNING)
    qtbot.waitUntil(lambda: bool(wizard.running.state.working()), timeout=5000)


def questions(wizard: Wizard) -> list[QMessageBox]:
    return [box for box in wizard.findChildren(QMessageBox) if box.isVisible()]


def test_cancel_in_mid_run_asks_once_and_says_what_is_kept(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    start_run(scripted, qtbot)
    scripted.button(BUTTON.CancelButton).click()
    scripted.reject()
    (box,) = questions(scripted)
    assert "is kept" in box.informativeText()
    assert scripted.question is not None
    scripted.question.go_on_button.click()
    assert scripted.running.running
    assert not scripted.running.stopping
    scripted.reject()
    assert scripted.question is not None
    scripted.question.stop_button.click()
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    assert scripted.isVisible()
    assert "The installation was stopped." in texts_of(scripted)


def test_closing_in_mid_run_asks_stops_and_then_closes_without_freezing(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    start_run(scripted, qtbot)
    before = time.monotonic()
    scripted.close()
    assert time.monotonic() - before < 0.5
    assert scripted.isVisible()
    assert scripted.question is not None
    with qtbot.waitSignal(scripted.finished, timeout=10_000):
        scripted.question.stop_button.click()
    assert not scripted.isVisible()
    assert not scripted.running.running


def test_continuing_after_the_cross_keeps_the_window_open_at_the_end(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    start_run(scripted, qtbot)
    scripted.close()
    assert scripted.question is not None
    scripted.question.go_on_button.click()
    scripted.running.stop()
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    qtbot.wait(50)
    assert scripted.isVisible()


def test_ending_the_program_from_outside_stops_the_run_without_a_question(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    start_run(scripted, qtbot)
    with qtbot.waitSignal(scripted.finished, timeout=10_000):
        scripted.stop_and_close()
    assert not questions(scripted)
    assert not scripted.running.running


def test_cancel_before_the_run_closes_at_once(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    go(scripted, 3)
    with qtbot.waitSignal(scripted.finished, timeout=5000):
        scripted.button(BUTTON.CancelButton).click()
    assert not scripted.isVisible()


def test_with_real_checks_next_waits_for_the_newest_answer(
    wizard: Wizard, own_home: Path, qtbot: QtBot
) -> None:
    to_page(wizard, qtbot, 3)
    wizard.location.folder.setText(str(own_home / "with a space"))
    wizard.location.folder.textEdited.emit(wizard.location.folder.text())
    wizard.next()  # at once: the check has not answered yet
    assert wizard.currentId() == 3
    qtbot.waitUntil(lambda: wizard.background.checked, timeout=10_000)
    qtbot.wait(50)
    assert wizard.currentId() == 3
    assert not wizard.button(BUTTON.NextButton).isEnabled()
    wizard.location.folder.setText(str(own_home / "plain"))
    wizard.location.folder.textEdited.emit(wizard.location.folder.text())
    qtbot.waitUntil(wizard.button(BUTTON.NextButton).isEnabled, timeout=10_000)
    wizard.location.folder.setText(str(own_home / "plainer"))
    wizard.location.folder.textEdited.emit(wizard.location.folder.text())
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentId() == 4, timeout=10_000)
    assert wizard.plan.target.folder == own_home / "plainer"


def test_leaving_ends_all_threads(wizard: Wizard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wizard.finished, timeout=10_000):
        wizard.close()
    leave(wizard, qtbot)
    assert not wizard.background.busy


def press(window: QWidget, button: QWidget) -> None:
    """As a mouse does it: whatever lies over the button takes the press."""
    handle = window.windowHandle()
    assert handle is not None
    place = button.mapTo(window, button.rect().center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)


def test_from_the_last_page_another_environment_is_set_up_in_the_same_conda(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.script = (StepStarted("verify", "V"), StepDone("verify", 1.0), RunDone(1.0))
    first = scripted.plan
    go(scripted, 3)
    again = scripted.button(BUTTON.CustomButton1)
    assert again is None or not again.isVisible()
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: scripted.currentId() == FINISHED, timeout=5000)
    qtbot.wait(50)
    press(scripted, scripted.button(BUTTON.CustomButton1))
    assert scripted.current() is scripted.welcome
    assert scripted.plan.target.reuse
    assert scripted.plan.target.folder == first.target.folder
    assert scripted.plan.environment_name == f"{first.environment_name}-2"
    assert not scripted.button(BUTTON.CustomButton1).isVisible()
    assert not scripted.running.succeeded
    assert scripted.running.ever_succeeded
    go(scripted, RUNNING)
    qtbot.waitUntil(lambda: scripted.currentId() == FINISHED, timeout=5000)
    assert scripted.running.succeeded


def test_the_language_can_be_changed_as_often_as_one_likes(wizard: Wizard, qtbot: QtBot) -> None:
    """The process died of it, after ten to twenty times."""
    for number in range(60):
        set_language("en" if number % 2 else "zh_CN")
        wizard.running.retranslate()
        qtbot.wait(20)
    assert wizard.running.tips.position == 0
