"""Versions for all platforms, chosen for real in a small channel, and mended for one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Difference
from app.gui.instructor.survey_list import ReachingWay
from app.gui.instructor.window import InstructorWindow
from tests.core.kits.test_survey import with_a_library_for_linux_only
from tests.fakes.small_workshop import SUBDIRS, make_workshop
from tests.gui.conftest import texts_of
from tests.gui.instructor.conftest import at


@pytest.fixture
def small(window: InstructorWindow, tmp_path: Path) -> Path:
    folder = make_workshop(tmp_path / "small")
    with_a_library_for_linux_only(folder)
    assert window.files.open(folder / "workshop.toml")
    at(window, window.platforms)
    for subdir in SUBDIRS:
        window.platforms.boxes[subdir].click()
    return folder


def solve(window: InstructorWindow, qtbot: QtBot) -> str:
    window.platforms.solve.click()
    assert window.platforms.busy
    qtbot.waitUntil(lambda: not window.platforms.busy, timeout=180_000)
    QTest.qWait(100)  # lines that are new are laid out, and shown, a moment later
    return texts_of(window.platforms)


def press(window: InstructorWindow, text: str) -> None:
    buttons = window.platforms.findChildren(QPushButton)
    (button,) = [one for one in buttons if one.isVisible() and text in one.text()]
    button.click()


def test_each_platform_is_told_and_the_way_out_is_for_that_one_only(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    assert window.draft.workshop.platforms == SUBDIRS
    text = solve(window, qtbot)
    assert "Linux, Intel or AMD (linux-64): 5 packages" in text
    assert "The channels have no package “fast” for win-64." in text
    assert "The workshop cannot be installed on: Windows (win-64)." in text
    press(window, "Do without fast, here only")
    assert window.draft.workshop.differences == (Difference("win-64", without=("fast",)),)
    assert "The answers have changed since" in texts_of(window.platforms)
    text = solve(window, qtbot)
    assert "The workshop can be installed on all 2 platforms." in text
    assert "Windows (win-64): 4 packages" in text


def test_a_change_that_all_must_go_says_so() -> None:
    python = WayOut(Way.PYTHON, "python=3.12", "3.9")
    assert ReachingWay(python).title == "Use Python 3.9, everywhere"


def test_a_library_is_replaced_for_one_platform_by_hand_and_put_back(
    window: InstructorWindow, small: Path
) -> None:
    form = window.platforms.differences
    form.platform.setCurrentIndex(form.platform.findData("win-64"))
    form.library.setCurrentIndex(form.library.findData("fast"))
    form.instead.setText("shared=2.0")
    form.change.click()
    assert window.draft.workshop.differences == (Difference("win-64", ("fast",), ("shared=2.0",)),)
    assert "without fast, with shared=2.0" in texts_of(form)
    form.same.click()
    assert not window.draft.workshop.differences


def test_what_is_no_library_is_refused_in_a_sentence(window: InstructorWindow, small: Path) -> None:
    form = window.platforms.differences
    before = window.draft.workshop
    form.toggle.click()
    form.instead.setText("not a library!!")
    form.change.click()
    assert window.draft.workshop == before
    assert "not a library" in texts_of(form)


def test_choosing_can_be_stopped(window: InstructorWindow, small: Path, qtbot: QtBot) -> None:
    window.platforms.solve.click()
    window.platforms.solve.click()
    qtbot.waitUntil(lambda: not window.platforms.busy, timeout=20_000)
    assert window.platforms.solve.isEnabled()


def test_what_is_seldom_needed_is_folded_and_says_what_is_set(
    window: InstructorWindow, small: Path
) -> None:
    platforms = window.platforms
    assert not platforms.oldest.is_open
    assert not platforms.differences.is_open
    window.answer(replace(window.draft.workshop, windows="10.0.19045"))
    assert not platforms.oldest.is_open
    QTest.qWait(20)
    assert "Windows 10.0.19045" in texts_of(platforms.oldest)


def test_what_is_wrong_in_a_fold_opens_it_and_is_called_as_on_the_screen(
    window: InstructorWindow, small: Path
) -> None:
    window.answer(replace(window.draft.workshop, glibc="two"))
    QTest.qWait(20)
    assert window.platforms.oldest.is_open
    text = texts_of(window.platforms)
    assert "“Linux (glibc)” must be a version" in text
    assert "Leave it empty if you do not know." in text
