"""Review asks whether the instructor's computer is told, and only where there is one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.core.plan import Plan
from app.gui.sharing.tell_line import TellLine

ADDRESS = "http://192.168.1.20:8770"


@pytest.fixture
def line(qtbot: QtBot) -> TellLine:
    made = TellLine()
    qtbot.addWidget(made)
    made.retranslate()
    return made


@pytest.fixture
def shared(plan: Plan) -> Plan:
    return plan.with_target(source=ADDRESS, tell_to=ADDRESS)


def test_a_plan_that_nobody_shares_asks_nothing(line: TellLine, plan: Plan) -> None:
    line.show_plan(plan)
    assert line.isHidden()
    assert line.applied_to(plan) == plan


def test_a_name_is_told_only_where_one_is_typed(line: TellLine, shared: Plan, qtbot: QtBot) -> None:
    line.show_plan(shared)
    assert not line.isHidden()
    assert line.told.isChecked()
    assert line.applied_to(shared) == shared
    line.name.setText("  Ada ")
    with qtbot.waitSignal(line.edited):
        line.name.editingFinished.emit()
    assert line.applied_to(shared).target.tell_as == "Ada"


def test_telling_can_be_turned_off_and_on_again(line: TellLine, shared: Plan) -> None:
    line.show_plan(shared)
    line.told.click()
    quiet = line.applied_to(shared)
    assert quiet.target.tell_to == ""
    line.show_plan(quiet)
    assert not line.isHidden(), "else nobody could turn it on again"
    assert not line.name.isEnabled()
    line.told.click()
    assert line.applied_to(quiet).target.tell_to == ADDRESS


def test_another_workshop_is_not_told_to_the_first_ones_computer(
    line: TellLine, shared: Plan, plan: Plan
) -> None:
    line.show_plan(shared)
    assert line.applied_to(plan).target.tell_to == ""
    line.show_plan(plan)
    assert line.isHidden()
