"""A card that is closed at first and says what is set inside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.fold import Fold
from tests.gui.conftest import texts_of


def test_its_contents_are_shown_and_hidden_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    fold, line = Fold(), QLineEdit()
    qtbot.addWidget(fold)
    fold.column.addWidget(line)
    fold.show_title("&Seldom")
    fold.resize(400, 80)
    fold.show()
    assert not line.isVisible()
    QTest.mouseClick(fold.toggle, Qt.MouseButton.LeftButton)
    assert line.isVisible()
    QTest.keyClick(fold.toggle, Qt.Key.Key_Space)
    assert not line.isVisible()
    assert fold.toggle.accessibleName() == "Seldom"


def test_closed_it_says_what_is_set_inside(qtbot: QtBot) -> None:
    fold = Fold()
    qtbot.addWidget(fold)
    fold.show_title("Seldom")
    fold.resize(400, 80)
    fold.show()
    fold.show_said("2 things")
    QTest.qWait(20)
    assert "2 things" in texts_of(fold)
    fold.open()
    assert fold.is_open
