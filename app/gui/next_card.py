"""The card with the next things to do: a number, a title, a sentence, the commands, buttons.

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

from app.core.next_things import NextThing
from app.gui import theme
from app.gui.widgets import card, label

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
_BUTTON_WIDTH = 176


class NextRow:
    """One thing to do: three lines of a grid, with its buttons at the right."""

    def __init__(self, grid: QGridLayout, at: int, buttons: Sequence[QPushButton]) -> None:
        self.number, self.title = label("section"), label("section")
        self.text, self.commands = label("muted"), label("code")
        self.commands.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.commands.setTextInteractionFlags(_SELECTABLE)
        self.buttons = tuple(buttons)
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (self.title, self.text, self.commands):
            column.addWidget(part)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.HALF)
        for button in buttons:
            button.setMinimumWidth(_BUTTON_WIDTH)
            right.addWidget(button)
        right.addStretch(1)
        grid.addWidget(self.number, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column, at, 1)
        grid.addLayout(right, at, 2)

    def show_thing(self, number: int, thing: NextThing, with_commands: bool) -> None:
        """Show a thing to do; its buttons tell the sentence to those who do not see it."""
        self.number.setText(f"{number}.")
        self.title.setText(thing.title)
        self.text.setText(thing.text)
        self.commands.setText("\n".join(thing.commands))
        self.commands.setAccessibleName("\n".join(thing.commands))
        self.commands.setVisible(with_commands)
        for button in self.buttons:
            button.setAccessibleDescription(thing.text)


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
        grid.setVerticalSpacing(6)
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

    def say(self, text: str) -> None:
        """Show what came of a button; a screen reader finds it as the label's name."""
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.show()
