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

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

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
_SOON_MS = 50


def press(button: QPushButton) -> None:
    """As a person does, with the mouse, on what can be pressed."""
    until(lambda: button.isEnabled() and button.isVisible())
    QTest.mouseClick(button, _LEFT)


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    if isinstance(line, QLineEdit):
        line.selectAll()
    QTest.keyClicks(widget, text)


def choose(box: QComboBox, data: str) -> None:
    """Choose in a list by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"{data} cannot be chosen"


def answer_dialog(open_it: QPushButton, file: Path) -> None:
    """Press the button that opens a file dialog, and type the file's name there."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(_SOON_MS, answer)
            return
        name = dialog.findChild(QLineEdit)
        assert name is not None
        name.setText(str(file))
        QTest.keyClick(name, Qt.Key.Key_Return)

    QTimer.singleShot(_SOON_MS, answer)
    press(open_it)  # the dialog has a loop of its own: this ends with it


class Instructor:
    """Somebody at the instructor's window, who has a folder without any workshop file."""

    def __init__(self, window: InstructorWindow, to: Path) -> None:
        self.window, self.to = window, to

    def go_to(self, section: Page) -> None:
        self.window.go_to(self.window.sections().index(section))
        QApplication.processEvents()

    def prepare(self, file: Path) -> None:
        about = self.window.about.texts
        type_into(about.widgets["title"], "Waves and noise")
        type_into(about.widgets["author"], "Ana")
        answer_dialog(self.window.row.save, file)
        until(file.is_file)
        self.choose_software(file)
        self.choose_libraries()
        self.choose_materials(file)
        self.choose_pages()
        self.choose_platforms()
        press(self.window.row.save)
        until(lambda: not self.window.draft.changed)

    def choose_software(self, file: Path) -> None:
        software = self.window.software
        self.go_to(software)
        press(software.seldom.toggle)
        answer_dialog(software.catalog.button, file.with_name("installers.toml"))
        until(lambda: software.distribution.findData("practice") >= 0)
        choose(software.distribution, "practice")
        type_into(software.version, "24.7.1-0")
        type_into(software.texts.widgets["environment"], "waves")
        type_into(software.channels, "./channel")

    def choose_libraries(self) -> None:
        libraries = self.window.libraries
        self.go_to(libraries)
        empty = libraries.presets.cards()[-1]
        QTest.mouseClick(empty, _LEFT)
        until(empty.isChecked)
        for name in ("numpy", "pandas"):
            type_into(libraries.list.search, name)
            QTest.keyClick(libraries.list.search, Qt.Key.Key_Return)
            until(lambda: not libraries.list.search.text())
        assert self.window.draft.workshop.packages == ("numpy", "pandas")

    def choose_materials(self, file: Path) -> None:
        materials = self.window.materials
        self.go_to(materials)
        type_into(materials.materials.line, "materials")
        answer_dialog(materials.check.button, file.with_name("check.py"))

    def choose_pages(self) -> None:
        rules = self.window.rules
        self.go_to(rules)
        choose(rules.choices["location"], "hidden")
        choose(rules.choices["environment"], "locked")

    def choose_platforms(self) -> None:
        platforms = self.window.platforms
        self.go_to(platforms)
        press(platforms.differences.toggle)
        choose(platforms.differences.platform, "osx-arm64")
        choose(platforms.differences.library, "pandas")
        press(platforms.differences.change)
        press(platforms.solve)
        until(lambda: not platforms.busy)

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
