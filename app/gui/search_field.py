"""The field to search in and to paste into: several lines or a command are not squeezed into one.

What a text means is the page's business.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_PASTE_ACTION = "edit-paste"  # Qt's own name of it
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """A line to type in. `pasted` brings a text of several words before anything is inserted;
    `insert` puts it in after all. `entered` is Enter, which never leaves the page."""

    pasted = Signal(str)
    entered = Signal(str)
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # the page takes what is dropped, and files are no text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, pasting and the way down are ours."""
        if event.key() in _ENTER:  # ours, not the wizard's Next
            self.entered.emit(self.text())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._on_paste()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu, whose Paste is ours."""
        menu = self.createStandardContextMenu()
        paste = menu.findChild(QAction, _PASTE_ACTION)
        if isinstance(paste, QAction):
            paste.triggered.disconnect()
            paste.triggered.connect(self._on_paste)
        menu.exec(event.globalPos())
        menu.deleteLater()

    @Slot()
    def _on_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if len(text.split()) > 1:
            self.pasted.emit(text)
        else:
            self.insert(text.strip())
