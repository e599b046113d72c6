"""Location: the folder, what speaks against it, and a conda that is already there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.checks.places import place_findings
from app.core.finding import Finding, Level
from app.core.kits import names
from app.core.machine.facts import PythonFound
from app.core.machine.folder import look_at
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.pages.location import LocationPage
from tests.gui.conftest import texts_of

SPACE = Finding("target.folder", Level.STOP, "space", "It has a space.", "Remove it.")


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> LocationPage:
    made = LocationPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show_plan(plan)
    made.learn(known)
    made.show()
    return made


def test_the_typed_folder_is_read_as_an_absolute_path(page: LocationPage, plan: Plan) -> None:
    page.folder.setText('"~/somewhere/conda" ')
    folder = page.read_plan(plan).target.folder
    assert folder == Path("~/somewhere/conda").expanduser()
    assert folder.is_absolute()


def test_showing_the_plan_again_does_not_disturb_what_is_being_typed(
    page: LocationPage, plan: Plan
) -> None:
    page.folder.setText("/tmp/some/")
    page.show_plan(page.read_plan(plan))
    assert page.folder.text() == "/tmp/some/"


def test_a_stop_blocks_and_one_click_suggests_another_folder(
    page: LocationPage, plan: Plan, known: Known, session: Session, qtbot: QtBot
) -> None:
    page.folder.setText("/tmp/a b")
    page.learn(replace(known, findings=(SPACE,)))
    assert not page.isComplete()
    assert "It has a space." in texts_of(page)
    buttons = page.findChildren(QPushButton)
    (only,) = [b for b in buttons if b.text().replace("&", "") == "Suggest a folder"]
    with qtbot.waitSignal(page.edited):
        only.click()
    chosen = page.read_plan(plan).target.folder
    assert chosen == session.recommended_folder(plan.workshop, known.machine)
    assert " " not in str(chosen)


def test_only_a_healthy_conda_that_may_be_written_is_offered(
    page: LocationPage, plan: Plan, known: Known
) -> None:
    found = (
        PythonFound("conda", "/opt/good", "24.7.1", healthy=True),
        PythonFound("conda", "/opt/broken", "4.5", healthy=False),
        PythonFound("conda", "/opt/admins", "24.1", healthy=True, writable=False),
        PythonFound("python", "/usr/bin/python3", "3.11", healthy=True),
    )
    page.learn(replace(known, machine=replace(known.machine, pythons=found)))
    assert [page.condas.itemData(n) for n in range(page.condas.count())] == ["/opt/good"]
    page.reuse.click()
    target = page.read_plan(plan).target
    assert target.reuse
    assert target.folder == Path("/opt/good")


def test_going_back_to_a_new_folder_brings_the_typed_one_again(
    page: LocationPage, plan: Plan, known: Known
) -> None:
    found = (PythonFound("conda", "/opt/good", "24.7.1", healthy=True),)
    page.learn(replace(known, machine=replace(known.machine, pythons=found)))
    page.reuse.click()
    reused = page.read_plan(plan)
    page.show_plan(reused)
    page.new.click()
    assert page.read_plan(reused).target == plan.target


def test_a_conda_that_lies_where_nobody_looks_stays_chosen(
    page: LocationPage, plan: Plan, known: Known
) -> None:
    reused = plan.with_target(reuse=True, folder=Path("/home/ana/conda of hers"))
    found = (PythonFound("conda", "/opt/other", "24.7.1", healthy=True),)
    for pythons in ((), found):
        page.learn(replace(known, machine=replace(known.machine, pythons=pythons)))
        page.show_plan(reused)
        page.learn(page.known)
        assert page.read_plan(reused).target.folder == reused.target.folder
        assert "/home/ana/conda of hers" in page.condas.currentText()
    page.new.click()
    page.show_plan(page.read_plan(reused))
    page.learn(page.known)
    assert page.reuse.isEnabled(), "there is a way back"
    page.reuse.click()
    assert page.read_plan(reused).target.folder == reused.target.folder


def test_without_a_conda_reuse_cannot_be_chosen(page: LocationPage) -> None:
    assert not page.reuse.isEnabled()
    assert "No usable conda was found on this computer." in texts_of(page)


def test_materials_are_asked_for_only_where_the_workshop_has_some(
    page: LocationPage, plan: Plan
) -> None:
    assert not page.materials.isVisible()
    course = plan.with_workshop(materials="materials").with_target(source="/tmp/kit")
    page.show_plan(course)
    assert page.materials.isVisible()
    page.materials.setText("/tmp/course")
    assert page.read_plan(course).target.materials_folder == Path("/tmp/course")
    page.materials.setText("")
    assert page.read_plan(course).target.materials_folder is None
    on_the_web = course.with_target(source="https://example.org/kit")
    page.show_plan(on_the_web)
    assert not page.materials.isVisible()
    page.show_plan(on_the_web.with_workshop(catalog=names.CATALOG, channels=("./channel",)))
    assert page.materials.isVisible()


def test_the_first_lessons_have_a_folder_of_their_own_or_none(
    page: LocationPage, plan: Plan
) -> None:
    folder = plan.target.lessons_folder
    assert page.lessons.folder.text() == str(folder)
    page.lessons.wanted.click()
    without = page.read_plan(plan)
    assert without.target.lessons_folder is None
    page.show_plan(without)
    assert not page.lessons.folder.isEnabled()
    page.lessons.wanted.click()
    assert page.read_plan(plan).target.lessons_folder == folder
    page.lessons.folder.setText("/tmp/my lessons")
    assert page.read_plan(plan).target.lessons_folder == Path("/tmp/my lessons")


def test_emptying_the_field_of_the_lessons_to_type_another_does_not_untick_it(
    page: LocationPage, plan: Plan, qtbot: QtBot
) -> None:
    page.activateWindow()
    page.lessons.folder.setFocus()
    qtbot.waitUntil(page.lessons.folder.hasFocus, timeout=2000)
    page.lessons.folder.selectAll()
    QTest.keyClick(page.lessons.folder, Qt.Key.Key_Delete)
    kept = page.read_plan(plan)
    assert kept.target.lessons_folder == plan.target.lessons_folder
    page.show_plan(kept)
    assert page.lessons.folder.text() == ""
    QTest.keyClicks(page.lessons.folder, "/tmp/x")
    assert page.read_plan(kept).target.lessons_folder == Path("/tmp/x")


def test_what_speaks_against_the_folder_of_the_lessons_stands_beside_it(
    page: LocationPage, plan: Plan, known: Known
) -> None:
    inside = plan.with_target(lessons_folder=plan.target.folder / "lessons")
    found = tuple(place_findings(inside, look_at))
    page.show_plan(inside)
    page.learn(replace(known, findings=found))
    assert "removing conda would remove your notebooks" in texts_of(page.lessons.frame)
    assert not page.isComplete()
