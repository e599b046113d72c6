"""The focus is never scrolled away and never nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)
from pytestqt.qtbot import QtBot

from app.gui.focus import FocusKeeper, focus_first


class Long(QWizardPage):
    """A page of many buttons in a scroll area."""

    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self.buttons = [QPushButton(f"Button {number}") for number in range(30)]
        inside = QVBoxLayout(content)
        for button in self.buttons:
            inside.addWidget(button)
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(content)
        QVBoxLayout(self).addWidget(self.area)


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[Long]:
    wizard, page = QWizard(), Long()
    wizard.addPage(page)
    wizard.addPage(QWizardPage())
    wizard.resize(400, 300)
    FocusKeeper(qapp, wizard)
    wizard.show()
    wizard.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is wizard, timeout=5000)
    yield page
    wizard.close()
    wizard.deleteLater()


def is_seen(page: Long, button: QPushButton) -> bool:
    top = button.mapTo(page.area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + button.height() <= page.area.viewport().height()


def test_what_gets_the_focus_is_scrolled_into_sight(page: Long) -> None:
    for number in (29, 0, 15):
        assert not is_seen(page, page.buttons[number])
        page.buttons[number].setFocus()
        assert is_seen(page, page.buttons[number])


def test_when_the_focus_is_lost_the_control_before_gets_it(page: Long, qtbot: QtBot) -> None:
    page.buttons[4].setEnabled(False)
    page.buttons[5].setFocus()
    page.buttons[5].clearFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.buttons[3], timeout=2000)


def test_when_a_button_of_the_wizard_loses_it_the_page_gets_it(page: Long, qtbot: QtBot) -> None:
    next_button = page.wizard().button(QWizard.WizardButton.NextButton)
    next_button.setFocus()
    next_button.clearFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.buttons[0], timeout=2000)


def test_a_page_begins_at_its_first_control_that_can_have_the_focus(page: Long) -> None:
    page.buttons[0].setEnabled(False)
    page.buttons[1].hide()
    assert focus_first(page, but=page.buttons[2])
    assert page.focusWidget() is page.buttons[3]
    assert not focus_first(QWizardPage())
