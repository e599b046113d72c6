"""Which texts of a window have not the room they need, and what scrolls."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from app.gui.widgets import ElidedLabel
from tests.gui.accessible_tree import own_widgets

_ROUNDING = 1  # pixels


def cut(window: QWidget) -> list[str]:
    """Labels, buttons and boxes whose text does not fit, or that stick out of what holds them."""
    found = []
    for widget in own_widgets(window):
        if isinstance(widget, ElidedLabel) or not isinstance(
            widget, QLabel | QPushButton | QCheckBox | QRadioButton
        ):
            continue
        for why in (_too_small(widget) if widget.text() else "", _sticks_out(widget, window)):
            if why:
                found.append(f"{type(widget).__name__} “{widget.text()[:50]}” {why}")
    return found


def _too_small(widget: QLabel | QPushButton | QCheckBox | QRadioButton) -> str:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return _wrapped_too_small(widget)
    need, has = widget.sizeHint(), widget.size()
    if need.width() > has.width() + _ROUNDING or need.height() > has.height() + _ROUNDING:
        return f"needs {need.toTuple()} and has {has.toTuple()}"
    return ""


def _wrapped_too_small(label: QLabel) -> str:
    need = label.heightForWidth(label.width())
    if need > label.height() + _ROUNDING:
        return f"needs {need} lines of pixels and has {label.height()}"
    # A word that is longer than a line, such as a path, is not broken: it is cut.
    room = label.contentsRect().width() - max(0, label.indent())
    lines = QRect(0, 0, max(1, room), 10_000)
    widest = label.fontMetrics().boundingRect(lines, int(Qt.TextFlag.TextWordWrap), label.text())
    if widest.width() > room + _ROUNDING:
        return f"has a word of {widest.width()} pixels in {room}"
    return ""


def _sticks_out(widget: QWidget, window: QWidget) -> str:
    """What holds a widget must show all of it; a page that scrolls, its whole width."""
    parent = widget.parentWidget()
    while parent is not None:
        place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        room = parent.rect().adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
        above = parent.parentWidget()
        if isinstance(above, QScrollArea) and above.viewport() is parent:
            wide = place.left() < room.left() or place.right() > room.right()
            return "is wider than the page" if wide else ""
        if not room.contains(place):
            return f"sticks out of {type(parent).__name__}"
        if parent is window:
            return ""
        parent = above
    return ""


def scrolls(window: QWidget, direction: Qt.Orientation) -> list[str]:
    """The areas of a window that show less than they have in one direction."""
    found = []
    for area in own_widgets(window):
        if isinstance(area, QAbstractScrollArea):
            across = direction is Qt.Orientation.Horizontal
            bar = area.horizontalScrollBar() if across else area.verticalScrollBar()
            if bar.maximum() > 0:
                found.append(f"{type(area).__name__} by {bar.maximum()}")
    return found
