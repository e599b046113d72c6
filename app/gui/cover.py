"""What stands in the window's place while the wizard is loaded: it looks the same and asks nothing.

Kept light, for it is what a person sees after a double click. The wizard's look is the theme's.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.gui import greeting, theme
from app.gui.measures import RAIL_WIDTH, SMALLEST, USUAL
from app.i18n import _

_LOGO = 32
_EDGE = 9  # between the window's edge and what is inside, as QWizard has it


class Cover(QWidget):
    """The greeting in the wizard's size and colours; `closed` says that the person closed it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Seedbed"))
        self.setAccessibleName(greeting.heading())
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rail's card and the greeting where the wizard will draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.colour("window")))
        self._draw_rail(painter)
        left = _EDGE + RAIL_WIDTH + theme.MARGIN + theme.HALF
        text = QRect(left, _EDGE + theme.GAP, self.width() - left - theme.MARGIN, self.height())
        wrapped = int(Qt.TextFlag.TextWordWrap)
        painter.setPen(QColor(theme.colour("text")))
        painter.setFont(self._font("heading", QFont.Weight.DemiBold))
        drawn = painter.boundingRect(text, wrapped, greeting.heading())
        painter.drawText(text, wrapped, greeting.heading())
        text.setTop(drawn.bottom() + theme.GRID)
        painter.setPen(QColor(theme.colour("muted")))
        painter.setFont(self._font("body"))
        painter.drawText(text, wrapped, greeting.lead())
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The person may change their mind before anything has begun."""
        super().closeEvent(event)
        self.closed.emit()

    def _draw_rail(self, painter: QPainter) -> None:
        card = QRectF(_EDGE, _EDGE, RAIL_WIDTH, self.height() - 7 * theme.GRID)
        painter.setPen(QPen(QColor(theme.colour("border"))))
        painter.setBrush(QColor(theme.colour("surface")))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), theme.GRID, theme.GRID)
        corner = card.topLeft().toPoint()
        logo = QRect(corner.x() + 2 * theme.GRID, corner.y() + theme.GAP, _LOGO, _LOGO)
        theme.application_icon().paint(painter, logo)
        painter.setPen(QColor(theme.colour("text")))
        painter.setFont(self._font("section", QFont.Weight.DemiBold))
        beside = logo.translated(_LOGO + theme.GRID, 0)
        beside.setRight(int(card.right()))
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), "Seedbed")

    def _font(self, size: str, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * theme.SIZES[size])
        font.setWeight(weight)
        return font
