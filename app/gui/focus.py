"""Keeps the keyboard's focus where a person sees it: never scrolled away, never nowhere.

What can have the focus, and in which order, is told by the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QScrollArea, QWidget, QWizard
from shiboken6 import isValid

from app.gui import theme


class Paged(QDialog):
    """A window that shows one page at a time, as QWizard does."""

    def currentPage(self) -> QWidget:
        """The page that is shown."""
        raise NotImplementedError


class FocusKeeper(QObject):
    """Follows the focus in a window with pages. Qt scrolls only while Tab goes on inside a scroll
    area, and drops the focus when the button that has it is switched off or goes away."""

    def __init__(self, app: QApplication, window: QWizard | Paged) -> None:
        super().__init__(window)
        self._window = window
        self._lost: QWidget | None = None
        app.focusChanged.connect(self._on_focus)
        app.focusWindowChanged.connect(self._on_lost)

    @Slot(QWidget, QWidget)
    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._lost = None
            scroll_to(now)
        elif before is not None and before.window() is self._window:
            self._lost = before
            QTimer.singleShot(0, self._on_lost)  # Qt is still busy with taking the focus away

    @Slot()
    def _on_lost(self) -> None:
        lost = self._lost
        if lost is None or not isValid(self._window) or not self._window.isActiveWindow():
            return  # a dialog is in front: when it has gone, this is called again
        self._lost = None
        found = self._instead_of(lost)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _instead_of(self, lost: QWidget) -> QWidget | None:
        """The nearest control before the lost one; for a button of the window the page's first."""
        page = self._window.currentPage()
        usable = isValid(lost) and lost.window() is self._window
        if usable and page is not None and page.isAncestorOf(lost):
            return _nearest(lost, QWidget.previousInFocusChain, page) or self._first(page)
        return self._first(page)

    def _first(self, page: QWidget | None) -> QWidget | None:
        inside = _nearest(page, QWidget.nextInFocusChain, page) if page is not None else None
        # Backwards from the window: its last control that can be used.
        return inside or _nearest(self._window, QWidget.previousInFocusChain, self._window)


def focus_first(page: QWidget, but: QWidget | None = None) -> bool:
    """Give the focus to the first control of a page, which need not be on the screen yet; False if
    it has none besides `but`."""
    found = _nearest(page, QWidget.nextInFocusChain, page, but)
    if found is not None:
        found.setFocus(Qt.FocusReason.OtherFocusReason)
    return found is not None


def order_tabs(page: QWidget) -> None:
    """Let Tab go through a page as it is laid out: what was added later (a finding's button)
    would come last."""
    for first, second in pairwise(_tabbed(page)):
        if first.nextInFocusChain() is not second:
            QWidget.setTabOrder(first, second)


def _tabbed(widget: QWidget) -> Iterator[QWidget]:
    """The widget, if Tab may stop at it, and those inside it in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _tabbed(inside)
        return
    layout = widget.layout()
    if layout is not None:
        inner = [child for child in widget.children() if isinstance(child, QWidget)]
        yield from _tabbed_in(layout, inner)


def _tabbed_in(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of `widgets` that this layout and the layouts inside it have laid out.

    Asked by indexOf, never by itemAt: that makes a Python object of an item that Qt goes on to
    delete, and what comes to lie at its address is deleted with it (a crash, on Qt 6.11).
    """
    placed = {layout.indexOf(one): _tabbed(one) for one in widgets}
    for inner in layout.children():
        if isinstance(inner, QLayout):
            placed[layout.indexOf(inner)] = _tabbed_in(inner, widgets)
    for place in sorted(place for place in placed if place >= 0):
        yield from placed[place]


def _nearest(
    start: QWidget,
    step: Callable[[QWidget], QWidget | None],
    within: QWidget,
    but: QWidget | None = None,
) -> QWidget | None:
    """The nearest control along the order of Tab that lies in `within`, and is not `but`."""
    found = step(start)
    while found is not None and found is not start:
        if found is not but and within.isAncestorOf(found) and _takes_focus(found, within):
            return found
        found = step(found)
    return None


def _takes_focus(widget: QWidget, within: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isEnabled() and widget.isVisibleTo(within)


def scroll_to(widget: QWidget) -> None:
    """Bring a widget into sight in every area that scrolls it; where there is no room for all of
    it, its top."""
    parent = widget.parentWidget()
    while parent is not None:
        content = parent.widget() if isinstance(parent, QScrollArea) else None
        if isinstance(parent, QScrollArea) and content is not None:
            # Not ensureWidgetVisible: of a text it only shows the line with the cursor.
            top = widget.mapTo(content, QPoint(0, 0)).y()
            left = parent.horizontalScrollBar().value()
            for y in (top + widget.height(), top):  # where there is no room for both, its top
                parent.ensureVisible(left, y, 0, theme.GRID)
        parent = parent.parentWidget()
