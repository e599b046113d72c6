"""What changes by itself is said to those who do not see the window, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shots.recorded import SIZES, failed_run, half_run, lost, unsolvable
from shots.state import go

from app.core.finding import Finding, Level
from app.core.libraries.solving import solving_finding
from app.core.plan import Plan
from app.core.run.events import RunDone
from app.core.session import Session
from app.gui.announce import Herald, announce
from app.gui.application import Application
from app.gui.known import Download, Transfer
from app.i18n import set_language
from tests.gui.conftest import ScriptedWizard, leave

SPACE = Finding("target.folder", Level.STOP, "space", "There is a space.", "Remove it.")
CLOUD = Finding("target.folder", Level.WARN, "cloud", "It is in a cloud.")


@pytest.fixture
def said(scripted: ScriptedWizard) -> list[str]:
    """What is announced about the scripted wizard; urgent ones end with an exclamation mark."""
    heard: list[str] = []

    def say(text: str, widget: QWidget, urgent: bool) -> None:
        assert widget.isVisible()
        heard.append(f"{text}!" if urgent else text)

    Herald(scripted, say)
    return heard


def test_a_finding_that_stops_is_said_once_until_it_is_gone(
    scripted: ScriptedWizard, said: list[str]
) -> None:
    go(scripted, "location")
    scripted.background.learn(findings=(CLOUD, SPACE))
    scripted.background.learn(findings=(SPACE, CLOUD))
    assert said == ["Problem: There is a space. Remove it.!"]
    scripted.background.learn(findings=(CLOUD,))
    scripted.background.learn(findings=(SPACE,))
    assert said == ["Problem: There is a space. Remove it.!"] * 2


def test_what_stops_another_page_is_said_when_that_page_is_shown(
    scripted: ScriptedWizard, said: list[str]
) -> None:
    go(scripted, "download")
    scripted.background.learn(findings=(SPACE,))
    assert said == []
    scripted.setCurrentId(scripted.currentId() + 1)
    assert said == ["Problem: There is a space. Remove it.!"]


def test_the_end_of_the_download_is_said_and_its_progress_is_not(
    scripted: ScriptedWizard, said: list[str]
) -> None:
    running = Download(Transfer.RUNNING, 1_000_000, 2_000_000)
    for state in (running, replace(running, done=1_500_000), replace(running, state=Transfer.DONE)):
        scripted.background.learn(download=state)
    assert said == ["Downloaded and verified."]
    error = lost()
    scripted.background.learn(download=replace(running, state=Transfer.FAILED, error=error))
    assert said[1:] == [f"{error.summary} {error.remedy}!"]


def test_the_answer_of_the_solver_is_said(scripted: ScriptedWizard, said: list[str]) -> None:
    go(scripted, "libraries")
    scripted.background.learn(solving=True)
    scripted.background.learn(solving=False, sizes=SIZES)
    (size,) = said
    assert "Still to download: 306 MB" in size


def test_a_solver_that_found_nothing_is_said_once(
    scripted: ScriptedWizard, said: list[str]
) -> None:
    go(scripted, "libraries")
    scripted.background.learn(solving=True)
    scripted.background.learn(solving=False, troubles=(unsolvable(),))
    assert [text for text in said if "python=3.13" in text] == said
    assert len(said) == 1
    scripted.background.learn(solving=True, troubles=())
    asked = solving_finding(lost())
    scripted.background.learn(solving=False, troubles=(asked,))
    assert said[1:] == [f"{asked.sentence} {asked.remedy}"]


def test_the_steps_of_a_run_and_its_end_are_said(
    scripted: ScriptedWizard, said: list[str], qtbot: QtBot
) -> None:
    scripted.script = (*half_run(scripted.plan), RunDone(9.0))
    go(scripted, "running")
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)
    steps = ["Downloading the installer", "Downloading the libraries", "Installing conda"]
    assert said == [*steps, "Everything is ready"]


def test_a_run_that_fails_or_is_stopped_is_said(
    scripted: ScriptedWizard, said: list[str], qtbot: QtBot
) -> None:
    scripted.script = failed_run(scripted.plan)
    go(scripted, "running")
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    assert said[-1] == f"{lost().summary} {lost().remedy}!"
    scripted.script = scripted.script[:-1]
    scripted.running.problem.again.emit()
    scripted.running.stop()
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    assert said[-1] == "The installation was stopped."


def test_a_change_of_language_says_nothing_again(scripted: ScriptedWizard, said: list[str]) -> None:
    go(scripted, "location")
    scripted.background.learn(findings=(SPACE,))
    set_language("zh_CN")
    scripted.retranslate()
    scripted.background.learn(findings=(replace(SPACE, sentence="有空格。"),))
    assert len(said) == 1


class Receiver:
    """Stands where a screen reader would be: Qt shows its events to no program but that."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object, object]] = []

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:
        self.events.append((event.message(), event.object(), event.politeness()))


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    made = Receiver()
    monkeypatch.setattr(QAccessible, "updateAccessibility", made.updateAccessibility)
    return made


def test_an_announcement_reaches_qt_with_its_urgency(receiver: Receiver, qtbot: QtBot) -> None:
    widget = QLabel()
    qtbot.addWidget(widget)
    announce("Done", widget)
    announce("", widget)
    announce("Broken", widget, urgent=True)
    politeness = QAccessible.AnnouncementPoliteness
    assert receiver.events == [
        ("Done", widget, politeness.Polite),
        ("Broken", widget, politeness.Assertive),
    ]


def test_the_program_announces(
    qapp: QApplication, session: Session, plan: Plan, receiver: Receiver, qtbot: QtBot
) -> None:
    owner = Application(qapp, session, plan, lambda changed: changed, ScriptedWizard)
    owner.wizard.background.learn(download=Download(Transfer.DONE, 2, 2))
    assert [message for message, _object, _how in receiver.events] == ["Downloaded and verified."]
    leave(owner.wizard, qtbot)
    owner.deleteLater()
