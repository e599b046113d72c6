"""The way into the instructor's window and back: one at a time, over the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from app.gui.focus import FocusKeeper
from app.gui.wizard import Wizard

if TYPE_CHECKING:
    from app.gui.instructor.window import InstructorWindow


class InstructorDoor(QObject):
    """Opens the window that Welcome asks for; `window` while there is one."""

    def __init__(self, app: QApplication, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._app, self._wizard = app, wizard
        self.window: InstructorWindow | None = None
        wizard.welcome.prepare_asked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show the window, with all that is known of this computer already."""
        if self.window is not None:
            return
        from app.gui.instructor.window import InstructorWindow  # only those who teach need it

        wizard = self._wizard
        background = wizard.background_kind(wizard.session, wizard.plan)
        known = wizard.background.known
        background.learn(machine=known.machine, catalog=known.catalog)
        self.window = InstructorWindow(wizard.session, background, wizard)
        self.window.setGeometry(wizard.geometry())
        self.window.left.connect(self._on_left)
        FocusKeeper(self._app, self.window)
        self.window.begin()

    def retranslate(self) -> None:
        """Write the texts, and draw the pictures, anew."""
        if self.window is not None:
            self.window.retranslate()

    def stop(self) -> None:
        """Leave without a question: somebody ended the program from outside."""
        if self.window is not None:
            self.window.leave()

    @Slot()
    def _on_left(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()
        self._wizard.activateWindow()
