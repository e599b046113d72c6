"""A card with what is seldom needed: closed at first, it says in a line what is set inside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.gui import theme
from app.gui.widgets import ElidedLabel, row

_CLOSED, _OPEN = "folded", "unfolded"
_ICON = QSize(12, 12)  # as small as the words beside it


class Fold(QFrame):
    """Its contents go into `column`; `toggle` opens and closes it."""

    def __init__(self) -> None:
        super().__init__()
        self.toggle = QPushButton()  # first: a new look of the frame draws its arrow
        theme.set_role(self, "card")
        theme.set_role(self.toggle, "link")
        self.toggle.setCheckable(True)
        self.toggle.setAutoDefault(False)
        self.toggle.setIconSize(_ICON)
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
        self._draw_icon()

    @property
    def is_open(self) -> bool:
        """Whether the contents are seen."""
        return self.toggle.isChecked()

    def open(self) -> None:
        """Show the contents."""
        self.toggle.setChecked(True)

    def show_title(self, title: str) -> None:
        """What is inside; may name a letter that opens it."""
        self.toggle.setText(title)
        self.toggle.setAccessibleName(title.replace("&", ""))

    def show_said(self, text: str) -> None:
        """What is set inside, for whoever has not opened it; "" for nothing."""
        self._said.show_text(text)

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the arrow in the colours of now."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.toggle.setIcon(theme.icon(_OPEN if self.is_open else _CLOSED, "accent"))
