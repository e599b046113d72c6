"""The same workshop by the instructor's window, and a participant's wizard in a process beside it.

Runs in a network of its own, and tells in one line of JSON what it saw. Started by
test_workshop_walk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from app.core.session import Session
from app.gui.doorkeeper import SeedbedApplication
from app.gui.instructor.door import InstructorDoor
from app.gui.instructor.window import InstructorWindow
from app.gui.instructor.work_line import Stage
from app.gui.pages.page import Page
from app.gui.wizard import Wizard
from app.paths import HOME_VARIABLE
from tests.real.guest_window import told, until
from tests.real.room_network import make_room

_LEFT = Qt.MouseButton.LeftButton


def press(button: QPushButton) -> None:
    """As a person does, with the mouse, on what can be pressed."""
    until(lambda: button.isEnabled() and button.isVisible())
    QTest.mouseClick(button, _LEFT)


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        widget.selectAll()
    QTest.keyClicks(widget, text)


def choose(box: QComboBox, data: str) -> None:
    """Choose in a list by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"{data} cannot be chosen"


class Instructor:
    """Somebody at the instructor's window, who has a folder with a begun workshop file."""

    def __init__(self, window: InstructorWindow, to: Path) -> None:
        self.window, self.to = window, to

    def go_to(self, section: Page) -> None:
        self.window.go_to(self.window.sections().index(section))
        QApplication.processEvents()

    def prepare(self, file: Path) -> None:
        window = self.window
        assert window.files.open(file)
        type_into(window.about.texts.line("title"), "Waves and noise")
        type_into(window.about.texts.line("author"), "Ana")
        self.go_to(window.materials)
        window.materials.check.take(file.with_name("check.py"))
        self.go_to(window.rules)
        choose(window.rules.choices["location"], "hidden")
        choose(window.rules.choices["environment"], "locked")
        self.go_to(window.platforms)
        press(window.platforms.solve)
        until(lambda: not window.platforms.busy)
        press(window.row.save)
        until(lambda: not window.draft.changed)

    def make(self) -> Path:
        kit = self.window.kit
        self.go_to(kit)
        type_into(kit.folder, str(self.to / "kit"))
        press(kit.making.main)
        until(lambda: kit.making.doing.stage is not Stage.RUNNING)
        press(kit.checking.main)
        until(lambda: kit.checking.doing.stage is not Stage.RUNNING)
        place = kit.place
        assert place is not None
        return place

    def share(self) -> str:
        room = self.window.room
        self.go_to(room)
        press(room.panel.start_button)
        until(lambda: room.panel.sharing)
        return room.panel.address

    def board(self) -> list[list[str]]:
        table = self.window.room.panel.table
        cells = range(table.columnCount())
        return [
            [found.text() if (found := table.item(row, cell)) else "" for cell in cells]
            for row in range(table.rowCount())
        ]

    def read(self, code: str) -> str:
        results = self.window.results
        self.go_to(results)
        type_into(results.codes, code)
        until(lambda: results.verdicts.isVisible() and len(told(results.verdicts)) > len(code))
        return told(results)


def take_part(address: str, to: Path) -> dict[str, Any]:
    """A participant's wizard from the address to its last page, on what counts as another
    computer; the instructor's window goes on meanwhile."""
    program = [sys.executable, "-m", "tests.real.guest_window", address, str(to / "conda")]
    home = {HOME_VARIABLE: str(to / "another computer")}
    with subprocess.Popen(
        program, env={**os.environ, **home}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as participant:
        until(lambda: participant.poll() is not None)
        assert participant.stdout is not None
        data: dict[str, Any] = json.loads(participant.stdout.read().splitlines()[-1])
    return data


def main(file: str, to: str) -> NoReturn:
    make_room()
    app = SeedbedApplication(sys.argv[:1])
    session = Session.start()
    wizard = Wizard(session, session.new_plan())
    door = InstructorDoor(app, wizard)
    wizard.begin()
    press(wizard.welcome.prepare)
    window = door.window
    assert window is not None
    ana = Instructor(window, Path(to))
    saw: dict[str, Any] = {}
    ana.prepare(Path(file))
    saw["survey"] = told(window.platforms)
    saw["kit"] = str(ana.make())
    saw["checked"] = told(window.kit)
    address = ana.share()
    saw["guest"] = take_part(address, Path(to))
    until(lambda: any("✓" in "".join(row) for row in ana.board()))
    saw["board"] = ana.board()
    press(window.room.panel.stop_button)
    until(lambda: not window.room.busy)
    saw["read"] = ana.read(saw["guest"]["code"])
    press(window.row.close_button)
    until(lambda: door.window is None)
    wizard.done(0)
    until(lambda: not wizard.background.busy)
    sys.stdout.write(json.dumps(saw) + "\n")
    sys.stdout.flush()
    app.quit()
    os._exit(0)  # only the program itself takes Qt apart in a good order (app.__main__)


if __name__ == "__main__":
    main(*sys.argv[1:])
