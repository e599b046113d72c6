"""In the smallest window no text is cut, in either language, and few pages scroll."""

from __future__ import annotations

import time
from fnmatch import fnmatch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shots.state import State

from app.gui.widgets import ElidedLabel
from app.i18n import LANGUAGES
from tests.gui.conftest import Walk
from tests.gui.cut_texts import cut, scrolls

SETTLED_SECONDS = 2.0
# Pages with more to say than 600 pixels hold. Keep this list short: scrolling hides something.
MAY_SCROLL = (
    "2-computer-note",
    "2-computer-warn",
    "2-computer-stop",
    "3-download-*",
    "4-location-stop",
    "4-location-opened",
    "4-location-reuse",
    "6-libraries-*",
    "8-running-log",
    "8-running-slow",
    "8-running-workshop",
    "8-running-check-failed",
    "9-finished-check-failed",
    "9-finished-workshop",
    "9-finished-check",
    "10-prepare-libraries",
    "10-prepare-platforms-*",
    "10-prepare-kit-checked",
    "10-prepare-kit-broken",
    "10-prepare-room-sharing",
    "10-prepare-results-read",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_smallest_window_every_text_has_its_room(walk: Walk, language: str) -> None:
    faults, number = [], 0
    for _wizard, state in walk(language):
        number += 1
        found = look(state)
        end = time.monotonic() + SETTLED_SECONDS
        while found and time.monotonic() < end:  # a busy computer is slow to lay things out
            QTest.qWait(50)
            found = look(state)
        faults += [f"{state.title}: {text}" for text in found]
    assert not faults, "\n".join(faults)
    assert number > 40


def look(state: State) -> list[str]:
    found = cut(state.window)
    found += [f"across: {area}" for area in scrolls(state.window, Qt.Orientation.Horizontal)]
    if not any(fnmatch(state.title, name) for name in MAY_SCROLL):
        found += [f"scrolls: {area}" for area in scrolls(state.window, Qt.Orientation.Vertical)]
    return found


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setFixedSize(200, 100)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    return made


def put(window: QWidget, widget: QWidget) -> None:
    widget.setParent(window)
    widget.move(0, 0)
    widget.show()


def test_what_fits_is_no_fault(window: QWidget) -> None:
    label = QLabel("Some words that go over more than one line of a small window")
    label.setWordWrap(True)
    put(window, label)
    label.resize(200, label.heightForWidth(200))
    assert cut(window) == []


@pytest.mark.parametrize(("width", "height"), [(20, 40), (200, 5)])
def test_a_box_that_is_too_small_for_its_text_is_found(
    window: QWidget, width: int, height: int
) -> None:
    box = QCheckBox("Only unfinished downloads")
    put(window, box)
    box.resize(width, height)
    assert len(cut(window)) == 1


def test_a_text_with_too_few_lines_is_found(window: QWidget) -> None:
    label = QLabel("Some words that go over more than one line of a small window")
    label.setWordWrap(True)
    put(window, label)
    label.resize(200, label.fontMetrics().height())
    assert len(cut(window)) == 1


def test_a_word_that_is_longer_than_the_line_is_found(window: QWidget) -> None:
    label = QLabel("in " + "n" * 100)
    label.setWordWrap(True)
    put(window, label)
    label.resize(200, 90)
    assert "pixels in" in cut(window)[0]


def test_a_text_beyond_the_edge_is_found_and_a_shortened_one_is_not(window: QWidget) -> None:
    label = QLabel("Beyond")
    put(window, label)
    label.adjustSize()
    label.move(190, 0)
    assert cut(window) == [f"QLabel “Beyond” sticks out of {type(window).__name__}"]
    label.hide()
    short = ElidedLabel("small")
    short.show_text("A text that nobody can read to its end in so little room")
    put(window, short)
    short.resize(60, 20)
    assert cut(window) == []


def test_a_page_that_is_wider_than_its_window_is_found(window: QWidget) -> None:
    area, content = QScrollArea(), QLabel("n" * 100)
    area.setWidget(content)
    put(window, area)
    area.resize(200, 100)
    assert cut(window) == ["QLabel “" + "n" * 50 + "” is wider than the page"]
    assert len(scrolls(window, Qt.Orientation.Horizontal)) == 1
    assert scrolls(window, Qt.Orientation.Vertical) == []
