"""The instructor's window over a quiet wizard, as Welcome opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shots.scripted import ScriptedWizard

from app.gui.instructor.door import InstructorDoor
from app.gui.instructor.window import InstructorWindow
from app.gui.pages.page import Page


@pytest.fixture
def door(scripted: ScriptedWizard, qapp: QApplication) -> InstructorDoor:
    """The way in; nothing is open yet."""
    return InstructorDoor(qapp, scripted)


@pytest.fixture
def window(
    door: InstructorDoor, scripted: ScriptedWizard, qtbot: QtBot
) -> Iterator[InstructorWindow]:
    """The open window."""
    scripted.welcome.prepare.click()
    made = door.window
    assert made is not None
    yield made
    if door.window is not None:
        if made.files.box is not None:
            made.files.box.close()
        made.leave()
        qtbot.waitUntil(lambda: door.window is None, timeout=20_000)
    # Now: each look of a test is given to all widgets that there are.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def at(window: InstructorWindow, section: Page) -> None:
    """Go to a section by the rail's number."""
    window.go_to(window.sections().index(section))
