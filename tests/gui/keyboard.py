"""A person without a mouse: keys go to whatever has the focus, and where that is gets judged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.accessible_tree import own_widgets

_MOST_STOPS = 80
_REST_MILLISECONDS = 20
_CLICK_MILLISECONDS = 150  # for so long Qt shows a button pressed by its letter
_TOLERANCE = 4  # pixels: a border is no step upwards


def focused() -> QWidget:
    """The widget with the focus; there must always be one, at the latest when the window rests."""
    if QApplication.focusWidget() is None:
        QTest.qWait(_REST_MILLISECONDS)
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is nowhere"
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key."""
    QTest.keyClick(focused(), key, modifier)


def alt(letter: str) -> None:
    """Press Alt and the underlined letter of a button or label."""
    key = Qt.Key(ord(letter.upper()))
    QTest.keyClick(focused(), key, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(_CLICK_MILLISECONDS)


def write(text: str) -> None:
    """Select all in the field with the focus and type instead."""
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), text)


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Wait until the keys go to this window."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)


def tab_to(target: QWidget) -> None:
    """Press Tab until `target` has the focus."""
    for _number in range(_MOST_STOPS):
        if stop(focused()) is stop(target):
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {target.accessibleName() or target}")


def stop(widget: QWidget) -> QWidget:
    """The widget that Tab stops at: the combo box around a field of its own."""
    return widget.focusProxy() or widget


def round_trip(key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Where the focus stops from here until it is here again."""
    stops = [stop(focused())]
    for _number in range(_MOST_STOPS):
        press(key)
        here = stop(focused())
        if here is stops[-1]:  # a text with links stops at each of them
            continue
        if here is stops[0]:
            return stops
        assert here not in stops, f"Tab goes in circles at {here}"
        stops.append(here)
    if len(stops) == 1:  # a message with one button
        return stops
    raise AssertionError("Tab never comes back")


def name_of(widget: QWidget) -> str:
    """What a control is called in a fault."""
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} “{widget.accessibleName() or text}”"


def unreached(window: QWidget, stops: Sequence[QWidget]) -> list[str]:
    """Enabled controls of a window that Tab should stop at and does not."""
    wanted = [
        stop(each)
        for each in own_widgets(window)
        if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [f"Tab never reaches {name_of(each)}" for each in wanted if each not in stops]


def unseen() -> str:
    """Why the focus cannot be seen; "" if it can."""
    widget = stop(focused())
    if not widget.isVisible() or not widget.isEnabled():
        return f"{widget} is hidden or off"
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            place = QRect(widget.mapTo(parent.viewport(), QPoint(0, 0)), widget.size())
            room = parent.viewport().rect()
            if not room.contains(place.intersected(room.adjusted(-9999, 0, 9999, 0))) or (
                place.height() <= room.height()
                and (place.top() < -_TOLERANCE or place.bottom() > room.bottom() + _TOLERANCE)
            ):
                return f"{widget} is scrolled away: {place} in {room}"
        parent = parent.parentWidget()
    return ""


def goes_back(window: QWidget, before: QWidget, after: QWidget) -> bool:
    """Whether the second stop lies above the first, or left of it in the same row.

    A stop that lies wholly to the right of the one before begins another column.
    """
    first, second = _place(window, before), _place(window, after)
    if _area(before) is not _area(after):  # what is scrolled away stands at the area's edge
        first, second = _clamped(window, before, first), _clamped(window, after, second)
    if second.left() >= first.right() - _TOLERANCE:
        return False
    above = second.bottom() <= first.top() + _TOLERANCE
    same_row = second.top() < first.bottom() - _TOLERANCE
    return above or (same_row and second.right() <= first.left() + _TOLERANCE)


def _place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _area(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _clamped(window: QWidget, widget: QWidget, place: QRect) -> QRect:
    area = _area(widget)
    if area is None:
        return place
    room = _place(window, area.viewport())
    moved = QRect(place)
    moved.moveTop(
        min(max(place.top(), room.top()), max(room.top(), room.bottom() - place.height()))
    )
    return moved
