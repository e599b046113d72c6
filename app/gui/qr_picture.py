"""A QR code as a picture; what it contains stands beside it in words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.qr import Squares, squares
from app.gui.plain_tip import plain_tip
from app.i18n import _


class QrPicture(QWidget):
    """Draws one code, each of its squares `pixels` wide; hidden without a text."""

    def __init__(self, pixels: int) -> None:
        super().__init__()
        self._pixels = pixels
        self._squares: Squares = ()
        self._text = ""
        self.hide()

    def show_text(self, text: str) -> None:
        """Show the code of another text; "" for none."""
        if text != self._text:
            self._text = text
            self._squares = squares(text) if text else ()
            self.setFixedSize(self.sizeHint())
            self.update()
        self.retranslate()
        self.setVisible(bool(text))

    def retranslate(self) -> None:
        """Say in the language of now what it contains."""
        words = _("QR code: {text}").format(text=self._text)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def sizeHint(self) -> QSize:
        """As large as its squares."""
        side = len(self._squares) * self._pixels
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Black on white in every look: readers want it that way round."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        side, dark = self._pixels, QColor(Qt.GlobalColor.black)
        for y, row in enumerate(self._squares):
            for x, square in enumerate(row):
                if square:
                    painter.fillRect(QRect(x * side, y * side, side, side), dark)
