"""Every control of every page and dialog is told to those who do not see it, in each language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.i18n import LANGUAGES, PSEUDO
from tests.gui.accessible_tree import alike, controls, shared_mnemonics, stray_focus, unnamed
from tests.gui.conftest import Walk

Fault = Callable[[QWidget], list[str]]


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_no_state_of_the_window_has_a_control_that_is_not_told(walk: Walk, language: str) -> None:
    faults, number = [], 0
    for _wizard, state in walk(language):
        number += len(controls(state.window))
        for look in (unnamed, alike, stray_focus, shared_mnemonics):
            faults += [f"{state.title}: {look.__name__}: {text}" for text in look(state.window)]
    assert not faults, "\n".join(sorted(set(faults)))
    assert number > 300, "the walk has really seen the controls"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    return made


def put(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


def test_a_sound_window_has_no_fault(window: QWidget) -> None:
    field, title = QLineEdit(), QLabel("&Name:")
    title.setBuddy(field)
    put(window, title, field, QPushButton("&Open"), QLabel("Text"))
    assert [str(each.role.name) for each in controls(window)] == ["EditableText", "Button"]
    for look in (unnamed, alike, stray_focus, shared_mnemonics):
        assert look(window) == []


@pytest.mark.parametrize("name", ["", "…", " > "])
def test_a_button_without_words_is_found(window: QWidget, name: str) -> None:
    put(window, QPushButton(name))
    assert len(unnamed(window)) == 1


def test_a_field_that_only_has_a_label_beside_it_is_found(window: QWidget) -> None:
    put(window, QLabel("Name:"), QLineEdit())
    assert len(unnamed(window)) == 1


def test_two_buttons_of_one_name_are_found_unless_they_are_described(window: QWidget) -> None:
    first, second = QPushButton("Browse…"), QPushButton("&Browse…")
    put(window, first, second)
    assert alike(window) == ["2 times Button “Browse…”"]
    second.setAccessibleDescription("Folder for the materials")
    assert alike(window) == []


def test_a_frame_that_takes_the_focus_is_found(window: QWidget) -> None:
    frame = QFrame()
    frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    put(window, frame)
    assert len(stray_focus(window)) == 1


def test_a_letter_of_two_controls_is_found(window: QWidget) -> None:
    put(window, QPushButton("&Open"), QPushButton("打开(&O)"), QPushButton("&&Of"))
    assert shared_mnemonics(window) == ["Alt+O: &Open, 打开(&O)"]


def test_what_is_hidden_is_not_judged(window: QWidget, qapp: QApplication) -> None:
    hidden = QPushButton("")
    put(window, hidden)
    hidden.hide()
    assert unnamed(window) == []
