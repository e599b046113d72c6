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
