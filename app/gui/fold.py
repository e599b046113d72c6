"""A card with what is seldom needed: closed at first, it says in a line what is set inside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.gui import theme
from app.gui.widgets import ElidedLabel, row

_CLOSED, _OPEN = "▸", "▾"


class Fold(QFrame):
    """Its contents go into `column`; `toggle` opens and closes it."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._title = ""
        self.toggle = QPushButton()
        theme.set_role(self.toggle, "link")
        self.toggle.setCheckable(True)
        self.toggle.setAutoDefault(False)
        self.toggle.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggle.toggled.connect(self._on_toggled)
        self._said = ElidedLabel("small")
        self._inside = QWidget()
        self._inside.hide()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.GRID)
        outer = QVBoxLayout(self)
        left, _top, right, _bottom = theme.CARD_MARGINS
        outer.setContentsMargins(left, theme.GRID, right, theme.GRID)
        outer.setSpacing(theme.GRID)
        line = row(self.toggle, self._said)
        line.setStretch(1, 1)
        outer.addLayout(line)
        outer.addWidget(self._inside)

    @property
    def is_open(self) -> bool:
        """Whether the contents are seen."""
        return self.toggle.isChecked()

    def open(self) -> None:
        """Show the contents."""
        self.toggle.setChecked(True)

    def show_title(self, title: str) -> None:
        """What is inside; may name a letter that opens it."""
        self._title = title
        self.toggle.setText(f"{_OPEN if self.is_open else _CLOSED} {title}")
        self.toggle.setAccessibleName(title.replace("&", ""))

    def show_said(self, text: str) -> None:
        """What is set inside, for whoever has not opened it; "" for nothing."""
        self._said.show_text(text)

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        self.show_title(self._title)
