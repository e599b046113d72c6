"""Tip cards: turned by hand, or calmly by themselves while nobody is on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.after.tips import Tip
from app.gui import theme
from app.gui.tip_cards import TURN_MILLISECONDS, TipCards
from tests.gui.conftest import texts_of

TIPS = tuple(Tip(f"Title {n}", "Sentences. " * 3 * n, f"type {n}" * (n % 2)) for n in range(1, 6))
SOON = 30


class Place(QWidget):
    """A window with the cards, and a button outside them."""

    def __init__(self) -> None:
        super().__init__()
        self.cards, self.outside = TipCards(), QPushButton("Outside")
        self.cards.retranslate()
        self.cards.show_tips(TIPS)
        column = QVBoxLayout(self)
        column.addWidget(self.outside)
        column.addWidget(self.cards)
        self.resize(600, 400)

    def hurry(self) -> None:
        """Let the time until the next card be short."""
        timer = self.cards.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert timer is not None
        assert timer.interval() == TURN_MILLISECONDS
        timer.setInterval(SOON)


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    made = Place()
    made.show()
    qtbot.waitExposed(made)
    QTest.mouseMove(made, QPoint(5, 5))
    made.outside.setFocus()
    yield made
    made.close()
    made.deleteLater()


def test_cards_are_turned_in_both_directions_and_round(place: Place) -> None:
    assert "1 of 5" in texts_of(place)
    QTest.mouseClick(place.cards.next_button, Qt.MouseButton.LeftButton)
    assert "Title 2" in texts_of(place)
    assert "2 of 5" in texts_of(place)
    for _time in range(2):
        QTest.mouseClick(place.cards.previous_button, Qt.MouseButton.LeftButton)
    assert "5 of 5" in texts_of(place)


def test_the_keyboard_reaches_every_button_and_turns(place: Place) -> None:
    reached: set[QObject | None] = set()
    for _time in range(6):
        QTest.keyClick(place, Qt.Key.Key_Tab)
        reached.add(QGuiApplication.focusObject())
    cards = place.cards
    assert {cards.previous_button, cards.next_button, cards.by_itself} <= reached
    place.cards.next_button.setFocus()
    QTest.keyClick(place.cards.next_button, Qt.Key.Key_Space)
    assert place.cards.position == 1


def test_they_turn_by_themselves_while_nobody_is_on_them(place: Place, qtbot: QtBot) -> None:
    place.hurry()
    qtbot.waitUntil(lambda: place.cards.position == 2, timeout=5000)


def test_a_card_with_the_focus_stays(place: Place, qtbot: QtBot) -> None:
    place.cards.next_button.setFocus()
    place.hurry()
    qtbot.wait(5 * SOON)
    assert place.cards.position == 0


def test_a_card_under_the_mouse_stays(place: Place, qtbot: QtBot) -> None:
    place.cards.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    place.hurry()
    qtbot.wait(5 * SOON)
    assert place.cards.position == 0


def test_who_unticks_it_is_left_in_peace(place: Place, qtbot: QtBot) -> None:
    place.hurry()
    place.cards.by_itself.setChecked(False)
    qtbot.wait(5 * SOON)
    assert place.cards.position == 0


def test_where_motion_is_not_wanted_nothing_turns_by_itself(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme.keep_still(qapp, True)
    still = Place()
    assert not still.cards.by_itself.isChecked()
    still.hurry()
    still.show()
    qtbot.wait(5 * SOON)
    assert still.cards.position == 0
    still.close()
    still.deleteLater()
    theme.keep_still(qapp, False)


def test_what_is_typed_can_be_copied(place: Place) -> None:
    copies = [each for each in place.findChildren(QPushButton) if each.text() == "Copy"]
    (copy,) = [each for each in copies if each.isVisible()]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "type 1"
    assert copy.text() == "Copied"


def test_other_words_keep_the_place(place: Place) -> None:
    place.cards.next_button.click()
    place.cards.show_tips([Tip(f"标题{n}", "话") for n in range(5)])
    assert "标题1" in texts_of(place)
