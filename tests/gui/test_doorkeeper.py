"""What reaches an open window from outside: requests of other starts, and files of macOS."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.core.one_window import OneWindow, Request
from app.gui.doorkeeper import Doorkeeper, SeedbedApplication
from app.gui.forward import bring_forward


@pytest.fixture
def app(qapp: QApplication) -> SeedbedApplication:
    assert isinstance(qapp, SeedbedApplication)
    return qapp


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_double_click_on_a_file_is_told_as_macos_does_it(
    app: SeedbedApplication, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    door = OneWindow(tmp_path)
    keeper = Doorkeeper(app, door, window)
    file = str(tmp_path / "Kurs 课程.seedbed")
    with qtbot.waitSignal(keeper.asked, timeout=1000) as told:
        QApplication.sendEvent(app, QFileOpenEvent(file))
    assert told.args == [Request(file)]
    address = "https://example.org/kurs.seedbed"
    with qtbot.waitSignal(keeper.asked, timeout=1000) as told:
        QApplication.sendEvent(app, QFileOpenEvent(QUrl(address)))
    assert told.args == [Request(address)]
    keeper.deleteLater()


def test_the_next_start_gets_its_own_window_once_this_one_is_closed(
    app: SeedbedApplication, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    door = OneWindow(tmp_path)
    assert door.hold()
    keeper = Doorkeeper(app, door, window)
    next_one = OneWindow(tmp_path)
    qtbot.wait(300)
    assert not next_one.hold()
    window.hide()
    qtbot.waitUntil(next_one.hold, timeout=3000)
    next_one.leave()
    keeper.deleteLater()


def test_a_small_window_comes_back_and_the_question_over_it_is_in_front(
    window: QWidget, qtbot: QtBot
) -> None:
    box = QMessageBox(window)
    box.open()
    window.showMinimized()
    bring_forward(window, permit="a permit")
    assert not window.isMinimized()
    qtbot.waitUntil(box.isActiveWindow, timeout=3000)
    box.close()
