"""Draws one row of the library list: box, title, name and size, and below what it is for, in as
many lines as that takes.

It shows what the model says; a click anywhere in the row or Space toggles the box.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui import theme
from app.gui.library_model import Part

_Index = QModelIndex | QPersistentModelIndex
_BOX = 16
_PAD = 8
_LINE_GAP = 2
_LEFT = _PAD + _BOX + _PAD  # where texts begin
_USUAL_WIDTH, _ANY_HEIGHT = 200, 10_000
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
# Chinese letters are higher than the font whose height the line has.
_ONE_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(
    Qt.TextFlag.TextDontClip
)
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class LibraryRow(QStyledItemDelegate):
    """The delegate of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The title, all lines of the description, and air."""
        metrics = QFontMetrics(option.font)
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else _USUAL_WIDTH
        room = QRect(0, 0, max(1, wide - _LEFT - _PAD), _ANY_HEIGHT)
        detail = metrics.boundingRect(room, _WRAPPED, str(index.data(Part.DETAIL)))
        below = max(metrics.height(), detail.height())
        return QSize(_USUAL_WIDTH, metrics.height() + _LINE_GAP + below + _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, QRectF(area), state)
        on = bool(state & QStyle.StateFlag.State_Enabled)
        available = on and bool(index.data(Part.AVAILABLE))
        checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        top = area.center().y() - _BOX / 2
        box = QRectF(area.left() + _PAD, top, _BOX, _BOX)
        colour = "accent" if on else "disabled"
        _box(painter, box, checked is Qt.CheckState.Checked, available, colour)
        texts = area.adjusted(_LEFT, _PAD // 2, -_PAD, -_PAD // 2)
        _texts(painter, texts, option.font, index, on)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Toggle by mouse or key."""
        if isinstance(event, QMouseEvent):
            left = event.button() is Qt.MouseButton.LeftButton
            wanted = left and event.type() is QEvent.Type.MouseButtonRelease
        else:
            wanted = isinstance(event, QKeyEvent) and event.key() in _KEYS
        if not wanted:
            return False
        role = Qt.ItemDataRole.CheckStateRole
        checked = Qt.CheckState(index.data(role)) is Qt.CheckState.Checked
        new = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return model.setData(index, new, role)


def _ground(painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
    """Highlight under the mouse, a frame around the row that the keyboard is on."""
    here = bool(state & QStyle.StateFlag.State_HasFocus)
    if here or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(QPen(QColor(theme.colour("accent")), 2) if here else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colour("hover")))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)


def _box(painter: QPainter, box: QRectF, checked: bool, available: bool, colour: str) -> None:
    frame = colour if checked else "muted" if available else "border"
    painter.setPen(QPen(QColor(theme.colour(frame)), 1))
    painter.setBrush(QColor(theme.colour(colour if checked else "surface")))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if checked:
        painter.setPen(QPen(QColor(theme.colour("on_accent")), 2))
        corner, side = box.topLeft(), box.width()
        tick = ((0.25, 0.52), (0.43, 0.70), (0.76, 0.32))
        painter.drawPolyline([corner + QPointF(x * side, y * side) for x, y in tick])


def _texts(painter: QPainter, area: QRect, usual: QFont, index: _Index, on: bool) -> None:
    bold = QFont(usual)
    bold.setWeight(QFont.Weight.DemiBold)
    height = QFontMetrics(usual).height()
    detail = str(index.data(Part.DETAIL))
    top = area.top() if detail else area.center().y() - height // 2
    first = QRect(area.left(), top, area.width(), height)
    colour = "text" if on and index.data(Part.AVAILABLE) else "muted"
    size = str(index.data(Part.SIZE))
    painter.setFont(usual)
    painter.setPen(QColor(theme.colour("muted")))
    painter.drawText(first, int(Qt.AlignmentFlag.AlignRight), size)
    first.setRight(first.right() - QFontMetrics(usual).horizontalAdvance(size) - _PAD)
    title, name = str(index.data(Part.TITLE)), str(index.data(Part.NAME))
    wide = _line(painter, first, bold, title, colour)
    if name != title.casefold():
        first.setLeft(first.left() + wide + _PAD)
        _line(painter, first, usual, name, "muted")
    painter.setFont(usual)
    painter.setPen(QColor(theme.colour("muted")))
    painter.drawText(area.adjusted(0, height + _LINE_GAP, 0, 0), _WRAPPED, detail)


def _line(painter: QPainter, area: QRect, font: QFont, text: str, colour: str) -> int:
    """One line, shortened to its room; returns how wide it became."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(QColor(theme.colour(colour)))
    painter.drawText(area, _ONE_LINE, shown)
    return metrics.horizontalAdvance(shown)
