"""The whole road without a mouse: every control is reached, in order, in sight; Enter and Esc do
what a person expects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget, QWizard
from pytestqt.qtbot import QtBot
from shots.recorded import half_run, unsolvable
from shots.scripted import ScriptedWizard, shown
from shots.state import go, tell, tell_findings

from app.core.run.events import RunDone
from app.core.session import Session
from app.gui.clean_up import CleanUp
from app.gui.wizard import Wizard
from app.paths import state_folder
from tests.gui.conftest import Walk
from tests.gui.keyboard import (
    activate,
    alt,
    focused,
    goes_back,
    name_of,
    press,
    round_trip,
    stop,
    tab_to,
    unreached,
    unseen,
    write,
)

BUTTON = QWizard.WizardButton
KEY = Qt.Key


@pytest.fixture
def wizard(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[ScriptedWizard]:
    """The wizard as the program opens it, in front of everything else."""
    with shown(qapp, tmp_path, "en") as made:
        activate(made, qtbot)
        yield made


def ups(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Steps backwards on a round trip. Page, buttons and rail are gone through one after the
    other, each from top to bottom; where there is only one part, one step leads back to its top."""
    pairs = list(pairwise([*stops, stops[0]]))
    changes = [pair for pair in pairs if _part(window, pair[0]) != _part(window, pair[1])]
    back = [pair for pair in pairs if pair not in changes and goes_back(window, *pair)]
    wrong = (*changes[3:], *back[0 if changes else 1 :])
    return [f"{name_of(before)} → {name_of(after)}" for before, after in wrong]


def _part(window: QWidget, widget: QWidget) -> str:
    if not isinstance(window, Wizard):
        return "dialog"
    if window.rail.isAncestorOf(widget):
        return "rail"
    return "page" if window.current().isAncestorOf(widget) else "buttons"


def test_in_every_state_tab_reaches_every_control_in_order_and_in_sight(
    walk: Walk, qtbot: QtBot
) -> None:
    faults, number = [], 0
    for _wizard, state in walk("en"):
        activate(state.window, qtbot)
        if isinstance(state.window, CleanUp) and state.window.busy:
            with qtbot.waitSignal(state.window.rested, timeout=5000):
                pass
        if not state.window.isAncestorOf(focused()):
            faults.append(f"{state.title}: the focus is not in this window")
            continue
        stops = round_trip()
        hidden = []
        for _stop in stops:
            press(KEY.Key_Tab)
            hidden.append(unseen())
        number += len(stops)
        found = (*unreached(state.window, stops), *ups(state.window, stops), *filter(None, hidden))
        faults += [f"{state.title}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
    assert number > 200


def test_shift_tab_is_the_same_way_back(wizard: ScriptedWizard) -> None:
    go(wizard, "location")
    there = round_trip()
    back = round_trip(KEY.Key_Backtab)
    assert back[1:] == there[:0:-1]
    assert len(there) > 5


def test_the_whole_road_is_walked_without_a_mouse(wizard: ScriptedWizard, qtbot: QtBot) -> None:
    press(KEY.Key_Return)
    assert wizard.current() is wizard.computer
    press(KEY.Key_Return)
    assert wizard.current() is wizard.download
    tell_findings(wizard)
    press(KEY.Key_Return)
    assert wizard.current() is wizard.download, "the terms have not been accepted"
    alt("r")
    assert wizard.plan.target.licence_accepted
    tell(wizard)
    press(KEY.Key_Return)
    assert wizard.current() is wizard.location
    tab_to(wizard.location.folder)
    write("/opt/python")
    press(KEY.Key_Return)
    assert wizard.current() is wizard.environment
    alt("a")
    write("course")
    tab_to(wizard.environment.launchers)
    press(KEY.Key_Space)
    alt("n")
    assert wizard.current() is wizard.libraries
    tab_to(wizard.libraries.list.search)
    QTest.keyClicks(focused(), "seaborn")
    press(KEY.Key_Return)  # the first one that was found
    press(KEY.Key_Space)
    alt("n")
    assert wizard.current() is wizard.review
    target = wizard.plan.target
    assert (str(target.folder), target.environment) == (str(Path("/opt/python")), "course")
    assert not target.launchers
    assert "seaborn" in wizard.plan.workshop.packages
    wizard.script = (*half_run(wizard.plan), RunDone(9.0))
    tab_to(wizard.button(BUTTON.CommitButton))
    press(KEY.Key_Space)
    qtbot.waitUntil(lambda: wizard.current() is wizard.finished_page, timeout=5000)
    assert unseen() == ""
    tab_to(wizard.button(BUTTON.FinishButton))
    with qtbot.waitSignal(wizard.finished, timeout=5000):
        press(KEY.Key_Return)


def test_arrows_choose_among_the_ways(wizard: ScriptedWizard) -> None:
    ways = [way for way in round_trip() if way.metaObject().className() == "QRadioButton"]
    assert len(ways) == 1, "Tab stops at the chosen one only"
    tab_to(ways[0])
    press(KEY.Key_Down)
    assert focused() is not ways[0]
    assert not wizard.button(BUTTON.NextButton).isEnabled(), "no workshop has been opened"
    press(KEY.Key_Up)
    assert wizard.button(BUTTON.NextButton).isEnabled()


def test_the_language_is_chosen_by_its_letter_and_an_arrow(wizard: ScriptedWizard) -> None:
    alt("l")
    assert focused() is wizard.welcome.languages
    press(KEY.Key_Down)
    assert wizard.windowTitle()
    assert wizard.welcome.languages.currentData() == "zh_CN"
    assert wizard.welcome.heading() != "Welcome to Seedbed"
    assert focused() is wizard.welcome.languages, "the focus stays where it was"


@pytest.mark.parametrize("page", ["location", "environment", "libraries"])
def test_enter_in_a_field_never_installs(wizard: ScriptedWizard, page: str) -> None:
    go(wizard, page)
    before = wizard.currentId()
    fields = [
        field
        for field in wizard.current().findChildren(QLineEdit)
        if field.isVisible() and field.isEnabled()
    ]
    assert fields
    for field in fields:
        stop(field).setFocus()
        press(KEY.Key_Return)
        assert wizard.currentId() in (before, before + 1)
        assert not wizard.running.running
        if wizard.currentId() > before:
            wizard.back()


def test_enter_in_the_field_for_a_workshop_opens_it_and_does_not_go_on(
    wizard: ScriptedWizard, qtbot: QtBot
) -> None:
    field = next(each for each in wizard.welcome.findChildren(QLineEdit) if each.isVisible())
    tab_to(field)
    write("/nowhere/course.toml")
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: not wizard.welcome.busy, timeout=10_000)
    assert wizard.current() is wizard.welcome
    assert [found.rule for found in wizard.welcome.own_findings()] == ["plan"]
    assert focused() is field


def test_the_focus_is_not_lost_when_the_button_that_has_it_is_switched_off(
    wizard: ScriptedWizard, qtbot: QtBot
) -> None:
    go(wizard, "review")
    install, cancel = wizard.button(BUTTON.CommitButton), wizard.button(BUTTON.CancelButton)
    tab_to(install)
    tell(wizard, unsolvable())
    assert not install.isEnabled()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=2000)
    assert focused() is not cancel, "a key must not end everything"
    assert unseen() == ""


@pytest.mark.parametrize("page", ["welcome", "environment", "review"])
def test_escape_before_the_run_leaves_at_once(
    wizard: ScriptedWizard, page: str, qtbot: QtBot
) -> None:
    go(wizard, page)
    with qtbot.waitSignal(wizard.finished, timeout=5000):
        press(KEY.Key_Escape)
    assert wizard.question is None


def test_escape_in_mid_run_asks_and_leaves_afterwards(wizard: ScriptedWizard, qtbot: QtBot) -> None:
    wizard.script = half_run(wizard.plan)
    go(wizard, "running")
    qtbot.waitUntil(lambda: wizard.running.state.counted, timeout=5000)
    press(KEY.Key_Escape)
    box = wizard.question
    assert box is not None
    activate(box, qtbot)
    assert focused() is box.go_on_button, "Enter goes on as well"
    press(KEY.Key_Escape)
    qtbot.waitUntil(lambda: wizard.question is None, timeout=2000)
    assert wizard.running.running
    assert not wizard.running.stopping
    activate(wizard, qtbot)
    press(KEY.Key_Escape)
    assert wizard.question is not None
    activate(wizard.question, qtbot)
    alt("s")
    qtbot.waitUntil(lambda: not wizard.running.running, timeout=5000)
    activate(wizard, qtbot)
    assert wizard.isVisible()
    with qtbot.waitSignal(wizard.finished, timeout=5000):
        press(KEY.Key_Escape)


def test_escape_closes_a_dialog_and_not_the_window(
    wizard: ScriptedWizard, session: Session, qtbot: QtBot
) -> None:
    dialog: QDialog = CleanUp(session.cache, state_folder(), "", wizard)
    dialog.open()
    activate(dialog, qtbot)
    press(KEY.Key_Escape)
    assert not dialog.isVisible()
    assert wizard.isVisible()
    assert isinstance(dialog, CleanUp)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=5000)
