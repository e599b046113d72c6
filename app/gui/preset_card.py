"""One card to choose a set of libraries by: a radio button with title, purpose and size.

What choosing it means is `preset_box`'s business.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout

from app.gui import theme
from app.gui.plain_tip import plain_tip
from app.gui.widgets import ElidedLabel, label
from app.i18n import sentences

_DOT = 16
_RADIUS = 8.0
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}


class PresetCard(QRadioButton):
    """A choosable card. Arrow keys only `moved` the focus, so that nothing is chosen by passing."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAutoExclusive(False)  # the box sees to it, so that arrows need not choose
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._title = label("card-title")
        self._size = ElidedLabel("small")
        self._purpose = label("small")
        for part in (self._title, self._size, self._purpose):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        first = QHBoxLayout()
        first.addSpacing(_DOT + theme.GRID)
        first.addWidget(self._title, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(1)
        column.addLayout(first)
        column.addWidget(self._purpose)
        column.addWidget(self._size)

    def show_texts(self, title: str, purpose: str, size: str, why: str = "") -> None:
        """Show these texts; `why` is the whole sentence behind a short word about the size."""
        if self._title.text() != title:
            self._title.setText(title)
        if self._purpose.text() != purpose:
            self._purpose.setText(purpose)
        self._size.show_text(size)
        self.setAccessibleName(f"{title}: {size}")
        self.setAccessibleDescription(sentences(purpose, why))
        self.setToolTip(plain_tip(why or purpose))

    def nextCheckState(self) -> None:
        """A click chooses, and never takes the choice away."""
        self.setChecked(True)

    def hitButton(self, position: QPoint) -> bool:
        """The whole card can be clicked."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """What the texts need."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the texts need at least."""
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """The purpose wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the texts need in this width."""
        return self._column.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Space chooses; Enter goes on and must not replace a workshop's libraries."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame and the dot; the texts are labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.isChecked() or self.hasFocus()
        accent = "accent" if self.isEnabled() else "disabled"
        width = 2.0 if marked else 1.0
        colour = "text" if self.hasFocus() else accent if self.isChecked() else "border"
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(theme.colour(colour)), width))
        lit = self.isEnabled() and (self.isChecked() or self.underMouse())
        painter.setBrush(QColor(theme.colour("hover" if lit else "surface")))
        painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
        self._paint_dot(painter, accent)
        painter.end()

    def _paint_dot(self, painter: QPainter, accent: str) -> None:
        middle = self._title.geometry().center().y()
        ring = QRectF(13, middle - _DOT / 2 + 1, _DOT - 2, _DOT - 2)
        painter.setBrush(QColor(theme.colour("surface")))
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.colour(accent)), 5))
            painter.drawEllipse(ring.adjusted(1.5, 1.5, -1.5, -1.5))
        else:
            painter.setPen(QPen(QColor(theme.colour("muted")), 1))
            painter.drawEllipse(ring)
