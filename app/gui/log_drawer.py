"""The raw log in a drawer: closed at first, batched and capped so that a flood cannot hurt."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.gui import theme
from app.i18n import _

MAX_LINES = 5000
FLUSH_MILLISECONDS = 100
_LEAST_HEIGHT = 140


class LogDrawer(QWidget):
    """Lines are added at most ten times a second, as one text (packaging §7).

    `toggle` opens and closes it, and may be placed anywhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[str] = []
        self.toggle = QPushButton()
        self.toggle.setCheckable(True)
        self.toggle.setAutoDefault(False)
        self.toggle.toggled.connect(self._on_toggled)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setMaximumBlockCount(MAX_LINES)
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.view.setMinimumHeight(_LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.view)
        self.hide()  # the whole drawer: an empty one would leave a gap
        self._timer = QTimer(self)
        self._timer.setInterval(FLUSH_MILLISECONDS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_flush)

    def add(self, lines: Iterable[str]) -> None:
        """Add lines; they appear within a tenth of a second."""
        self._waiting.extend(lines)
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Begin again."""
        self._waiting.clear()
        self.view.clear()

    def open(self) -> None:
        """Show the log."""
        self.toggle.setChecked(True)

    def close_drawer(self) -> None:
        """Hide the log."""
        self.toggle.setChecked(False)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        shown = self.toggle.isChecked()
        self.toggle.setText(_("Hide the &log") if shown else _("Show the whole &log"))
        self.view.setAccessibleName(_("Log of the run"))

    @Slot()
    def _on_flush(self) -> None:
        lines = self._waiting[-MAX_LINES:]
        self._waiting = []
        bar = self.view.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        self.view.appendPlainText("\n".join(lines))
        if at_end:
            bar.setValue(bar.maximum())

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self.setVisible(shown)
        self.retranslate()
