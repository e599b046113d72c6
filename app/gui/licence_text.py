"""The text of a licence, to be read and scrolled; who accepts it is asked elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTextBrowser

from app.gui import theme

LOWEST = 9 * theme.GRID  # four lines; more where the window is higher


class LicenceText(QTextBrowser):
    """The text of the licence: a few lines where the window is small, more where it is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(LOWEST)
        self.setMaximumHeight(2 * LOWEST)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        """As low as it may be: what has to be ticked below must be in sight."""
        return QSize(super().sizeHint().width(), LOWEST)
