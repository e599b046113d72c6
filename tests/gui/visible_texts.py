"""All texts that a window shows or tells, and which of them bypassed `_()`.

In the pseudo-language every translated sentence stands in ⟦…⟧; what is left over must be data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QTableWidget,
    QTextBrowser,
    QWidget,
)

from app.gui.widgets import ElidedLabel
from tests.gui.accessible_tree import own_widgets

_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
# Numbers and versions, paths, addresses: the same in every language.
_DATA = re.compile(
    r"""https?://\S+ | (?<!\w)[A-Z]:\\\S* | (?<![\w/])/[^\s,:]* | \b\d[\w.]*
    | \bpy\d+_[\d.-]+""",
    re.VERBOSE,
)
_WORDS = re.compile(r"[^\W\d_]")


def left_over(text: str, data: Collection[str] = ()) -> str:
    """What of a text is neither in ⟦…⟧ nor data; "" if all is well. `data` are whole words."""
    plain = text.replace("&&", " ")
    while _INNERMOST.search(plain):
        plain = _INNERMOST.sub(" ", plain)
    for value in sorted(data, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", plain)
    plain = _DATA.sub(" ", plain)
    return " ".join(plain.split()) if _WORDS.search(plain) else ""


def bypassed(window: QWidget, data: Collection[str]) -> list[str]:
    """The texts of a window with something left over, and where they stand."""
    found = []
    for where, text in texts_of(window):
        rest = left_over(text, data)
        if rest:
            found.append(f"{where}: “{rest}” of “{text}”")
    return found


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window with the place where it stands."""
    yield "title", window.windowTitle()
    for widget in (window, *own_widgets(window)):
        kind = type(widget).__name__
        for place, text in (*_told(widget), *_shown(widget), *_items(widget)):
            if text:
                yield f"{kind} {place}", text


def _told(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tool tip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()


def _shown(widget: QWidget) -> Iterator[tuple[str, str]]:
    match widget:
        case ElidedLabel():  # perhaps shortened: the whole is its tool tip
            return
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QGroupBox():
            yield "title", widget.title()
        case QLineEdit() | QPlainTextEdit():  # what stands in it is the person's, or a log
            yield "placeholder", widget.placeholderText()
        case QTextBrowser():
            yield "text", widget.toPlainText()
        case QMessageBox():
            yield "text", widget.text()
            yield "more text", widget.informativeText()
        case _:
            return


def _items(widget: QWidget) -> Iterator[tuple[str, str]]:
    match widget:
        case QComboBox():
            for number in range(widget.count()):
                yield "item", widget.itemText(number)
        case QListWidget():
            for number in range(widget.count()):
                yield "item", widget.item(number).text()
                yield "tool tip of an item", widget.item(number).toolTip()
        case QTableWidget():
            yield from _cells(widget)
        case _:
            return


def _cells(table: QTableWidget) -> Iterator[tuple[str, str]]:
    for column in range(table.columnCount()):
        head = table.horizontalHeaderItem(column)
        yield "header", head.text() if head is not None else ""
        for number in range(table.rowCount()):
            item = table.item(number, column)
            if item is not None:
                yield "cell", item.text()
                yield "tool tip of a cell", item.toolTip()
