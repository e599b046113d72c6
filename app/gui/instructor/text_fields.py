"""Texts of a workshop in fields to type in, with a name each; several as a form.

What a field cannot show as it stands (a line break in a line) is changed only where the person
types: drawing a workshop and reading it back loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.core.plan import Workshop
from app.gui import theme

TextWidget = QLineEdit | QPlainTextEdit
_LINES = 3
_MARK = re.compile(r"\(&\w\)|&|[:：]\s*$")


class TextFields(QObject):
    """Fields by the names of the fields of Workshop that they show; `edited` by the person.

    In a box of several lines stands a text, or a list with one thing on each line.
    """

    edited = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.widgets: dict[str, TextWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._values: dict[str, object] = {}
        self._shown: dict[str, str] = {}

    def line(self, field: str) -> QLineEdit:
        """A new line for a field."""
        widget = QLineEdit()
        widget.textEdited.connect(self.edited)
        self._add(field, widget)
        return widget

    def box(self, field: str, lines: int = _LINES) -> QPlainTextEdit:
        """A new box of several lines for a field."""
        widget = QPlainTextEdit()
        widget.setTabChangesFocus(True)
        height = widget.fontMetrics().lineSpacing() * lines
        widget.setFixedHeight(height + 3 * theme.GRID)
        widget.textChanged.connect(self.edited)
        self._add(field, widget)
        return widget

    def label_of(self, field: str) -> QLabel:
        """The label of a field, whose letter leads to it."""
        return self._labels[field]

    def name_of(self, field: str) -> str:
        """What a field is called on the screen."""
        return plain_name(self._labels[field].text())

    def retranslate(self, names: Mapping[str, str]) -> None:
        """Write the fields' names, each with its letter."""
        for field, name in names.items():
            self._labels[field].setText(name)

    def draw(self, workshop: Workshop) -> None:
        """Show the workshop's texts; what is being typed keeps its cursor."""
        for field, widget in self.widgets.items():
            value = getattr(workshop, field)
            if field in self._values and self._values[field] == value:
                continue
            self._values[field] = value
            _write(widget, value if isinstance(value, str) else "\n".join(value))
            self._shown[field] = _text(widget)

    def read(self, workshop: Workshop) -> Workshop:
        """The workshop with what was typed."""
        changes: dict[str, object] = {}
        for field, widget in self.widgets.items():
            text = _text(widget)
            if text == self._shown.get(field, ""):
                continue
            value = _value(getattr(workshop, field), text, isinstance(widget, QLineEdit))
            self._values[field], self._shown[field] = value, text
            changes[field] = value
        return replace(workshop, **changes)  # type: ignore[arg-type]

    def _add(self, field: str, widget: TextWidget) -> None:
        label = QLabel()
        label.setBuddy(widget)
        self.widgets[field], self._labels[field] = widget, label


def plain_name(text: str) -> str:
    """A label's text as a name in a sentence: without the mark of its letter, and the colon."""
    return _MARK.sub("", text).strip()


def empty_form() -> QGridLayout:
    """A form of two columns that has nothing yet."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(theme.GRID)
    grid.setColumnStretch(1, 1)
    return grid


def add_line(grid: QGridLayout, number: int, label: QLabel, widget: QWidget) -> None:
    """One more line of a form."""
    grid.addWidget(label, number, 0)
    grid.addWidget(widget, number, 1)


def named(widget: QWidget, label: QLabel, say: Callable[[], str]) -> None:
    """Give a widget its label and the name that is told."""
    label.setBuddy(widget)
    label.setText(say())


def _text(widget: TextWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _write(widget: TextWidget, text: str) -> None:
    if isinstance(widget, QLineEdit):
        widget.setText(text)
    else:
        widget.setPlainText(text)


def _value(before: object, text: str, one_line: bool) -> object:
    if isinstance(before, tuple):
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    return text.strip() if one_line else text
