"""What was chosen, as small buttons that remove one each: a flow of rows that wraps and scrolls.

Shows names; what removing one means for the plan is the page's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui import theme
from app.gui.flow_layout import GAP, FlowLayout
from app.gui.plain_tip import plain_tip
from app.gui.widgets import clear
from app.i18n import _

_ROWS = 3
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACKWARD = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class Chip(QPushButton):
    """One chosen thing; a click, Delete or Backspace removes it."""

    removed = Signal(str)
    moved = Signal(int)

    def __init__(self, thing: str, text: str) -> None:
        super().__init__(f"{text.replace('&', '&&')}  ×")
        self.thing = thing
        theme.set_role(self, "chip")
        self.setAutoDefault(False)
        self.setAccessibleName(_("Remove {name}").format(name=text))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, arrows go to the neighbours."""
        if event.key() in _REMOVING:
            self.removed.emit(self.thing)
        elif event.key() in (*_FORWARD, *_BACKWARD):
            self.moved.emit(1 if event.key() in _FORWARD else -1)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.removed.emit(self.thing)


class Chips(QScrollArea):
    """The chosen things; `removed` brings the one that the person does not want any more."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._chips: list[Chip] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = QWidget()
        self._flow = FlowLayout(self._rows)
        column.addWidget(self._rows)
        column.addStretch(1)
        self.setWidget(content)

    def show_things(self, things: Sequence[tuple[str, str]]) -> None:
        """Show these things, each with its text; the focus stays where it was."""
        asked = (tuple(things), _("Remove {name}"))
        if self._shown == asked:
            return
        self._shown = asked
        focused = next((n for n, chip in enumerate(self._chips) if chip.hasFocus()), None)
        clear(self._flow)
        self._chips = [Chip(thing, text) for thing, text in things]
        for chip in self._chips:
            chip.removed.connect(self.removed)
            chip.moved.connect(self._on_moved)
            self._flow.addWidget(chip)
            chip.show()  # now: what is shown a moment later counts for nothing in our height
        self.setVisible(bool(things))
        self.updateGeometry()
        if focused is not None and self._chips:
            self._chips[min(focused, len(self._chips) - 1)].setFocus()

    def chips(self) -> tuple[Chip, ...]:
        """The buttons, in their order."""
        return tuple(self._chips)

    def hasHeightForWidth(self) -> bool:
        """Narrower means more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows, at most three."""
        row = self._chips[0].sizeHint().height() if self._chips else 0
        return min(self._flow.heightForWidth(width), _ROWS * row + (_ROWS - 1) * GAP)

    def sizeHint(self) -> QSize:
        """As high as the rows are in the width there is."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """The page makes room for what is shown."""
        return QSize(120, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: object) -> None:
        """Another width may need other rows."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    @Slot(int)
    def _on_moved(self, by: int) -> None:
        sender = self.focusWidget()
        if isinstance(sender, Chip):
            chip = self._chips[(self._chips.index(sender) + by) % len(self._chips)]
            chip.setFocus()
            self.ensureWidgetVisible(chip)
