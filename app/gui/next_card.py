"""The card with the next things to do: a number, a title, a sentence, buttons, and each command
with a label and a Copy of its own: no press copies two commands, so none deletes by accident.

Shows what it is given; what the buttons start is the page's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from app.core.after.next_things import NextThing, Typed
from app.gui import theme
from app.gui.copy_button import CopyButton
from app.gui.widgets import card, clear, label
from app.i18n import _

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
_BUTTON_WIDTH = 176
_LABEL_WIDTH = 22 * theme.GRID


class NextRow:
    """One thing to do: two lines and its commands, with its buttons at the right."""

    def __init__(self, grid: QGridLayout, at: int, buttons: Sequence[QPushButton]) -> None:
        self.number, self.title = label("section"), label("section")
        self.text = label("muted")
        self.buttons = tuple(buttons)
        self.copies: tuple[CopyButton, ...] = ()
        self._shown: tuple[Typed, ...] | None = None
        self._commands = QGridLayout()
        self._commands.setHorizontalSpacing(theme.GRID)
        self._commands.setVerticalSpacing(2)
        self._commands.setColumnStretch(1, 1)
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (self.title, self.text):
            column.addWidget(part)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.HALF)
        for button in buttons:
            button.setMinimumWidth(_BUTTON_WIDTH)
            right.addWidget(button)
        right.addStretch(1)
        above = 2 * at
        grid.addWidget(self.number, above, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column, above, 1)
        grid.addLayout(right, above, 2)
        grid.addLayout(self._commands, above + 1, 1, 1, 2)

    def show_thing(self, number: int, thing: NextThing, with_commands: bool) -> None:
        """Show a thing to do; its buttons tell the sentence to those who do not see it."""
        self.number.setText(f"{number}.")
        self.title.setText(thing.title)
        self.text.setText(thing.text)
        self.text.setVisible(bool(thing.text))
        for button in self.buttons:
            button.setAccessibleDescription(thing.text or thing.title)
        self._show_commands(thing.commands if with_commands else ())

    def _show_commands(self, commands: tuple[Typed, ...]) -> None:
        if commands == self._shown:
            return
        self._shown = commands
        clear(self._commands)
        added = [self._add_command(at, typed) for at, typed in enumerate(commands)]
        self.copies = tuple(copy for copy in added if copy is not None)

    def _add_command(self, at: int, typed: Typed) -> CopyButton | None:
        """What deletes is to be read, and has no Copy beside those that are pressed lightly."""
        name, lines = label("muted"), label("code")
        name.setText(typed.label)
        name.setFixedWidth(_LABEL_WIDTH)
        lines.setText(typed.text)
        lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        lines.setTextInteractionFlags(_SELECTABLE)
        lines.setAccessibleName(typed.text)
        for column, widget in enumerate((name, lines)):
            self._commands.addWidget(widget, at, column)
        if typed.deletes:
            return None
        copy = CopyButton(typed.text, _("Copy: {label}").format(label=typed.label))
        theme.set_role(copy, "link")
        self._commands.addWidget(copy, at, 2)
        return copy


class NextCard:
    """The card: a heading with small buttons beside it, then the rows.

    A row whose button does by itself what its commands do shows the commands only where it has no
    button on this computer.
    """

    def __init__(
        self, rows: Sequence[Sequence[QPushButton]], beside_title: Sequence[QPushButton]
    ) -> None:
        self.frame: QFrame
        self.frame, self._column = card(6)
        self.heading: QLabel = label("section", wrap=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GRID)
        top.addWidget(self.heading)
        top.addStretch(1)
        for button in beside_title:
            top.addWidget(button)
        self._column.addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(3)  # rows of commands are empty where none are shown
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        self.rows = tuple(NextRow(grid, at, buttons) for at, buttons in enumerate(rows))
        self.said = label("muted")
        self.said.setTextInteractionFlags(_SELECTABLE)
        self.said.hide()
        self._column.insertWidget(1, self.said)  # where it is seen without scrolling

    def show_things(self, things: Sequence[NextThing], with_commands: Sequence[bool]) -> None:
        """Show the things to do, in their order."""
        for number, row in enumerate(self.rows):
            row.show_thing(number + 1, things[number], with_commands[number])

    def draw_icons(self) -> None:
        """Draw the icons in the colours of now."""
        for row in self.rows:
            for copy in row.copies:
                copy.draw_icon()

    def say(self, text: str) -> None:
        """Show what came of a button; a screen reader finds it as the label's name."""
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.show()
