"""Welcome: language, and opening what somebody gave."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.finding import Level
from app.core.machine.check_machine import check_machine
from app.core.plan import Plan
from app.core.session import Session
from app.errors import PlanInvalid
from app.gui.known import Known
from app.gui.pages.welcome import WelcomePage
from tests.core.workshops.test_zipped_kit import kit_zip
from tests.fakes.fault_server import FaultServer
from tests.gui.conftest import recorded, texts_of
from tests.gui.test_logo import picture

WORKSHOP = """
schema = 1
[workshop]
title = "First steps"
author = "Mei"
[environment]
name = "course"
packages = ["numpy"]
"""


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[WelcomePage]:
    made = WelcomePage(session, plan, known)
    made.retranslate()
    made.show_plan(plan)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not made.busy, timeout=10_000)
    made.deleteLater()


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    file = tmp_path / "course.toml"
    file.write_text(WORKSHOP, encoding="utf-8")
    return file


def test_the_person_may_go_on_without_a_workshop(page: WelcomePage, plan: Plan) -> None:
    assert page.isComplete()
    assert page.read_plan(plan) == plan


def test_an_opened_workshop_becomes_the_plan(
    page: WelcomePage, plan: Plan, workshop: Path, qtbot: QtBot
) -> None:
    page.open(str(workshop))
    assert not page.isComplete()
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    opened = page.read_plan(plan)
    assert opened.workshop.packages == ("numpy",)
    assert opened.target.source == str(workshop.parent)
    assert page.isComplete()
    assert "First steps, by Mei" in texts_of(page)


def test_answers_of_the_command_line_are_put_over_an_opened_workshop(
    page: WelcomePage, plan: Plan, workshop: Path, qtbot: QtBot
) -> None:
    page.change = lambda made: made.with_target(environment="mine")
    page.open(str(workshop))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    assert page.read_plan(plan).environment_name == "mine"


def test_answers_given_later_survive_when_welcome_is_read_again(
    page: WelcomePage, plan: Plan, workshop: Path, qtbot: QtBot
) -> None:
    page.open(str(workshop))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    later = page.read_plan(plan).with_target(environment="later")
    assert page.read_plan(later) == later


def test_something_that_is_no_workshop_is_told_and_stops(
    page: WelcomePage, tmp_path: Path, qtbot: QtBot
) -> None:
    noise = tmp_path / "noise.toml"
    noise.write_bytes(bytes(range(256)) * 100)
    page.open(str(noise))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    assert not page.isComplete()
    (found,) = page.own_findings()
    assert found.level is Level.STOP
    assert found.sentence in texts_of(page)
    assert found.remedy in texts_of(page)


def test_choosing_a_language_is_told(page: WelcomePage, qtbot: QtBot) -> None:
    chinese = page.languages.findData("zh_CN")
    with qtbot.waitSignal(page.language_chosen) as told:
        page.languages.activated.emit(chinese)
    assert told.args == ["zh_CN"]


def test_a_start_from_a_disk_image_is_noted_and_stops_nothing(
    page: WelcomePage, known: Known
) -> None:
    page.learn(replace(known, findings=check_machine(recorded("macos_disk_image"))))
    assert "drag Seedbed to Applications" in texts_of(page)
    assert page.isComplete()
    page.learn(replace(known, findings=check_machine(recorded("macos_apple_silicon"))))
    assert "Applications" not in texts_of(page)


def test_an_option_that_the_workshop_does_not_allow_is_told_here(
    page: WelcomePage, plan: Plan, workshop: Path, qtbot: QtBot
) -> None:
    def refuse(_plan: Plan) -> Plan:
        raise PlanInvalid("The author has decided.", "Leave it out.")

    page.change = refuse
    page.open(str(workshop))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    assert page.read_plan(plan) == plan
    assert "The author has decided." in texts_of(page)
    assert not page.isComplete()


def test_what_was_opened_tells_whose_it_is_and_all_that_it_runs(
    page: WelcomePage, workshop: Path, qtbot: QtBot
) -> None:
    (workshop.parent / "check.py").write_text("print('hello')\n")
    (workshop.parent / "logo.png").write_bytes(picture("PNG"))
    head, _line, rest = WORKSHOP.partition("[environment]")
    text = f'{head}logo = "logo.png"\ncontact = "mei@example.org"\n[environment]{rest}'
    workshop.write_text(text + '[check]\nfile = "check.py"\n', encoding="utf-8")
    page.open(str(workshop))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    shown = texts_of(page)
    for part in (
        "First steps",
        "by Mei",
        "Questions: mei@example.org",
        "Packages come from: conda-forge.",
        "at the end its own check, check.py",
    ):
        assert part in shown
    assert page.opened.origin.toolTip() == f"From: {workshop.parent}"
    assert page.opened.logo.isVisible()
    (workshop.parent / "logo.png").write_bytes(b"<svg/>")
    page.open(str(workshop))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    assert "The logo is not shown: it is no PNG or JPEG picture." in texts_of(page)
    assert not page.opened.logo.isVisible()


def test_a_long_path_takes_no_second_line(
    page: WelcomePage, workshop: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    heights = []
    for folder in (tmp_path / "a", tmp_path / ("a long name " * 15).strip()):
        copied = shutil.copy(workshop, _made(folder))
        with qtbot.waitSignal(page.edited, timeout=10_000):
            page.open(str(copied))
        heights.append(page.opened.heightForWidth(600))
    assert heights[0] == heights[1]
    assert "a long name a long name" in page.opened.origin.toolTip()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_how_a_zipped_kit_arrives_is_shown_until_it_is_opened(
    page: WelcomePage, tmp_path: Path, qtbot: QtBot
) -> None:
    with FaultServer({"/kit.zip": kit_zip(tmp_path, "From afar")}) as server:
        with qtbot.waitSignal(page.edited, timeout=20_000):
            page.open(f"{server.url}/kit.zip")
            page.opened.show_arriving([(1_000_000, None), (2_000_000, 8_000_000)])
            assert "The kit arrives: 2.0 MB of 8.0 MB" in texts_of(page)
        assert "From afar" in texts_of(page)
        assert "The kit arrives" not in texts_of(page)
