"""A small button that copies one text, and says for a moment that it did."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.gui import theme
from app.i18n import _

_COPIED_MILLISECONDS = 2_000


class CopyButton(QPushButton):
    """Copies `text`; `name` tells those who do not see what stands beside it what it copies."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(_("Copy"))
        self._text = text
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_COPIED_MILLISECONDS)
        self._calm.timeout.connect(self._on_calm)
        self.draw_icon()

    def draw_icon(self) -> None:
        """Draw the icon in the colours of now."""
        self.setIcon(theme.icon("copy"))

    @Slot()
    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.setText(_("Copied"))
        self._calm.start()

    @Slot()
    def _on_calm(self) -> None:
        self.setText(_("Copy"))
