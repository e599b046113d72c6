"""The buttons of an error screen that do something about it: one that helps most, some others.

Which ones is decided by the error; what a button does is for whoever hears the signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import assert_never

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.finding import WayOut, way_titles
from app.errors import Action
from app.gui import theme
from app.gui.flow_layout import FlowLayout
from app.gui.widgets import WayOutButton, clear, row
from app.i18n import _

_MOST_WAYS_OUT = 3


class Again(Enum):
    """What another try is: after a failure, after the person stopped, or of one check only."""

    TRY = "try"
    CONTINUE = "continue"
    CHECK = "check"


class ActionButton(QPushButton):
    """Asks for one action by `asked`."""

    asked = Signal(object)

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.asked.emit(self._action)


class RemedyRow(QWidget):
    """A row of buttons, the primary one first; ways out of an unsolvable plan stand above.

    `again` tells what another try is, and so how it is called.
    """

    asked = Signal(object)
    way_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._first: QPushButton | None = None
        self.again = Again.TRY
        self.buttons = {action: ActionButton(action) for action in Action}
        self._line, self._ways = row(1), FlowLayout()  # names of libraries may be long
        self._above = QWidget()
        self._above.setLayout(self._ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._above)
        column.addLayout(self._line)
        for button in self.buttons.values():
            button.asked.connect(self.asked)
            button.setParent(self)
            button.hide()

    def retranslate(self) -> None:
        """Write the fixed texts in the language of now."""
        texts = {
            Action.AGAIN: self._again_text(),
            Action.GO_ON: _("&Go on anyway"),
            Action.SERVERS: _("&Find a faster server…"),
            Action.CLEAN_UP: _("&Remove old downloads…"),
            Action.FOLDER: _("Choose another &folder"),
            Action.ENVIRONMENT: _("Change the en&vironment"),
            Action.LIBRARIES: _("Change the &libraries"),
            Action.LICENCE: _("Read the &licence"),
            Action.ANSWERS: _("Change &answers"),
            Action.REPORT: _("&Save report…"),
        }
        for action, text in texts.items():
            self.buttons[action].setText(text)

    def _again_text(self) -> str:
        match self.again:
            case Again.TRY:
                return _("&Try again")
            case Again.CONTINUE:
                return _("&Continue installing")
            case Again.CHECK:
                return _("Run the &check again")
            case _:
                assert_never(self.again)

    def show_remedies(
        self, action: Action, others: Sequence[Action], ways_out: Sequence[WayOut] = ()
    ) -> None:
        """Show what helps; the first way out, where there is one, helps more than `action`."""
        for button in self.buttons.values():
            self._line.removeWidget(button)
            button.hide()
        clear(self._ways)
        offered = ways_out[:_MOST_WAYS_OUT]
        ways = [
            self._way_out_button(*each) for each in zip(offered, way_titles(offered), strict=True)
        ]
        for way in ways:
            self._ways.addWidget(way)
        self._above.setVisible(bool(ways))
        shown = [self.buttons[each] for each in dict.fromkeys((action, *others))]
        for number, button in enumerate(shown):
            self._line.insertWidget(number, button)
            button.show()
        self._make_primary([*ways, *shown])

    def focus_first(self) -> None:
        """Give the focus to the button that helps most."""
        if self._first is not None:
            self._first.setFocus()

    def _make_primary(self, in_order: Sequence[QPushButton]) -> None:
        for place, button in enumerate(in_order):
            theme.set_role(button, "" if place else "primary")
            button.setAutoDefault(place == 0)
            button.setAccessibleDescription("" if place else self.accessibleDescription())
        self._first = in_order[0]
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before, after)

    def _way_out_button(self, way_out: WayOut, title: str) -> WayOutButton:
        button = WayOutButton(way_out, title)
        button.chosen.connect(self.way_out)
        return button
