"""Environment: name, Python, channel, consent to files outside the folder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.core.after.finishing import outside_paths
from app.core.finding import Finding, Level
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.pages.environment import EnvironmentPage
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> EnvironmentPage:
    made = EnvironmentPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show_plan(plan)
    made.learn(known)
    made.show()
    return made


def test_nothing_changes_while_nothing_is_answered(page: EnvironmentPage, plan: Plan) -> None:
    assert page.read_plan(plan) == plan


def test_the_name_is_read_and_an_empty_one_is_complained_about(
    page: EnvironmentPage, plan: Plan
) -> None:
    page.name_field.setText("course")
    assert page.read_plan(plan).environment_name == "course"
    page.name_field.setText("")
    assert page.read_plan(plan).environment_name.strip() == ""


def test_the_versions_of_the_channel_are_offered_and_kept(
    page: EnvironmentPage, plan: Plan, known: Known
) -> None:
    page.learn(replace(known, pythons=("3.13", "3.12")))
    page.python.setCurrentIndex(page.python.findData("3.12"))
    chosen = page.read_plan(plan)
    assert chosen.workshop.python == "3.12"
    page.show_plan(chosen)
    page.learn(replace(known, pythons=("3.14", "3.13", "3.12")))
    assert page.python.currentText() == "3.12"


def test_a_version_may_be_typed_where_the_channel_cannot_be_asked(
    page: EnvironmentPage, plan: Plan
) -> None:
    page.python.setCurrentText("3.11")
    assert page.read_plan(plan).workshop.python == "3.11"


def test_choosing_the_newest_leaves_the_version_open(
    page: EnvironmentPage, plan: Plan, known: Known
) -> None:
    chosen = plan.with_workshop(python="3.12")
    page.show_plan(chosen)
    page.learn(replace(known, pythons=("3.13", "3.12")))
    page.python.setCurrentIndex(page.python.findData(""))
    assert page.read_plan(chosen).workshop.python == ""


def test_several_channels_may_be_typed(page: EnvironmentPage, plan: Plan) -> None:
    page.channel.setCurrentText("conda-forge, bioconda ,")
    assert page.read_plan(plan).workshop.channels == ("conda-forge", "bioconda")


def test_every_file_outside_the_folder_is_named(
    page: EnvironmentPage, plan: Plan, session: Session
) -> None:
    shown = texts_of(page)
    for path in outside_paths(plan, session.platform, session.home, session.environ):
        assert str(path) in shown
    page.launchers.click()
    assert not page.read_plan(plan).target.launchers


def test_a_name_that_is_taken_stops_and_stands_beside_the_name(
    page: EnvironmentPage, known: Known
) -> None:
    taken = Finding("target.environment", Level.STOP, "taken", "Already there.", "Another one.")
    page.learn(replace(known, findings=(taken,)))
    assert not page.isComplete()
    assert "Already there." in texts_of(page)
