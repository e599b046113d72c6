"""Listens for what reaches an open window from outside: a second start, a double click on a file.

What is done about it is the start's and the wizard's business.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.one_window import OneWindow, Request

# Often enough for a person who waits for the window, and next to nothing to do each time.
_LOOK_MILLISECONDS = 200


class SeedbedApplication(QApplication):
    """`file_opened` names what the person has opened with Seedbed (macOS tells it so)."""

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Take a file or an address; an event filter would see the events of every widget."""
        if isinstance(event, QFileOpenEvent):
            place = event.file() or event.url().toString()
            if place:
                self.file_opened.emit(place)
            return True
        return super().event(event)


class Doorkeeper(QObject):
    """Says `asked` with each Request that the one window gets, as long as `window` is there.

    Once the window has been closed it lets the next start have its own, even if the program is
    still waiting for its threads.
    """

    asked = Signal(object)

    def __init__(self, app: SeedbedApplication, door: OneWindow, window: QWidget) -> None:
        super().__init__(app)
        self._door = door
        self._window = window
        app.file_opened.connect(self._on_file)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._on_look)
        self._look.start()

    def follow(self, window: QWidget) -> None:
        """From now on `window` is the one."""
        self._window = window

    @Slot()
    def _on_look(self) -> None:
        if not self._window.isVisible():
            self._look.stop()
            self._door.leave()
            return
        for request in self._door.requests():
            self.asked.emit(request)

    @Slot(str)
    def _on_file(self, place: str) -> None:
        if not self._window.isVisible():
            return  # it is leaving, and must not come back to ask
        self.asked.emit(Request(place))
