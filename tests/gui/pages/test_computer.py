"""Your computer: every recorded machine is shown, and none breaks the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.core.finding import Level, worst
from app.core.machine.check_machine import check_machine, rows
from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.pages.computer import ComputerPage
from tests.gui.conftest import MACHINES, recorded, texts_of

NAMES = sorted(file.stem for file in MACHINES.glob("*.json"))


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> ComputerPage:
    made = ComputerPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_a_recorded_machine_is_shown(
    page: ComputerPage, known: Known, name: str
) -> None:
    machine = recorded(name)
    findings = check_machine(machine)
    page.learn(replace(known, machine=machine, findings=findings))
    shown = texts_of(page)
    for row in rows(machine):
        assert row.title in shown
        assert row.sentence in shown
    assert page.isComplete() is (worst(findings) is not Level.STOP)


def test_facts_that_are_still_looked_for_say_so_and_do_not_block(
    page: ComputerPage, known: Known
) -> None:
    page.learn(replace(known, machine=Machine("linux", pending=("os", "reach"))))
    assert texts_of(page).count("Looking…") == 2
    assert page.isComplete()


def test_looking_again_is_asked_for(page: ComputerPage, known: Known, qtbot: QtBot) -> None:
    page.learn(known)
    with qtbot.waitSignal(page.look_again):
        page.again_button.click()


@pytest.mark.parametrize(
    ("name", "word"), [("linux_hostile_settings", "Warning"), ("linux_raspberry_32_bit", "Problem")]
)
def test_the_lines_that_the_verdict_speaks_of_bear_the_word(
    page: ComputerPage, known: Known, name: str, word: str
) -> None:
    machine = recorded(name)
    page.learn(replace(known, machine=machine, findings=check_machine(machine)))
    shown = texts_of(page)
    assert f"marked “{word}”" in shown
    marked = [line for line in shown.splitlines() if line.startswith(f"{word}: ")]
    level = Level.WARN if word == "Warning" else Level.STOP
    assert len(marked) == sum(row.level is level for row in rows(machine)) > 0


def test_that_one_need_not_wait_is_said_only_while_something_is_looked_for(
    page: ComputerPage, known: Known
) -> None:
    page.learn(replace(known, machine=Machine("linux", pending=("reach",))))
    assert "need not wait" in texts_of(page)
    page.learn(known)
    assert "need not wait" not in texts_of(page)
