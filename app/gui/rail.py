"""The rail at the left: the nine steps of the road, where we are, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui import theme
from app.gui.measures import RAIL_WIDTH
from app.gui.plain_tip import plain_tip
from app.gui.widgets import ElidedLabel, Icon, label
from app.i18n import _

_LOGO = 32


class Progress(Enum):
    """Where a page stands on the road."""

    DONE = auto()
    HERE = auto()
    AHEAD = auto()
    TROUBLE = auto()
    PRESET = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Stop:
    """One page as the rail shows it; `open` where the person may go there now, `decided` where
    the author of the workshop has answered, `hidden` where nobody needs to know."""

    name: str
    chosen: str
    progress: Progress
    open: bool = False
    decided: bool = False
    hidden: bool = False


class _StopButton(QPushButton):
    """One line of the rail: a button that looks like text."""

    picked = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        theme.set_role(self, "stop")
        self._number = number
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)
        self._icon = Icon()
        self._name = label(wrap=False)
        self._chosen = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GRID, theme.HALF, theme.HALF, theme.HALF)
        line.setSpacing(theme.GRID)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        for part in (self._icon, self._name, self._chosen):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_stop(self, stop: Stop) -> None:
        """Show one page."""
        name, colour, words = _look(stop)
        self._icon.show_state(name, colour, words)
        self._name.setText(stop.name)
        here = stop.progress is Progress.HERE
        ahead = stop.progress is Progress.AHEAD
        theme.set_role(self._name, "rail-current" if here else "muted" if ahead else "")
        chosen = "" if ahead and not stop.decided else stop.chosen
        if stop.decided and chosen:
            chosen = _("Locked: {answer}").format(answer=chosen)
        self._chosen.show_text(chosen)
        self._chosen.setVisible(bool(chosen))
        self.setEnabled(stop.open)
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if stop.open else Qt.CursorShape.ArrowCursor)
        self.setToolTip(plain_tip(chosen))
        self.setAccessibleName(f"{stop.name}: {words}. {chosen}")
        self.setAccessibleDescription(_("Go to this page") if stop.open else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As large as what is inside; a button would only count its own text."""
        return self._inside(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """The same: nothing inside may be cut."""
        return self._inside(super().minimumSizeHint())

    def _inside(self, otherwise: QSize) -> QSize:
        layout = self.layout()
        return otherwise if layout is None else layout.sizeHint()

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self._number)


class Rail(QFrame):
    """Shows where the person is; `picked` asks for another page."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "rail")
        self.setFixedWidth(RAIL_WIDTH)
        self._lines: list[_StopButton] = []
        self._logo = QLabel()
        self._logo.setPixmap(theme.application_icon().pixmap(_LOGO, _LOGO))
        title = label("section", wrap=False)
        title.setText("Seedbed")
        head = QHBoxLayout()
        head.setContentsMargins(theme.GRID, 0, 0, 0)
        head.setSpacing(theme.GRID)
        head.addWidget(self._logo)
        head.addWidget(title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.GRID, theme.GAP, theme.GRID, theme.GAP)
        self._column.setSpacing(theme.HALF)
        self._column.addLayout(head)
        self._column.addSpacing(theme.GRID)
        self._column.addStretch(1)

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show these pages."""
        self.setAccessibleName(_("Steps of the installation"))
        while len(self._lines) < len(stops):
            self._add()
        for line, stop in zip(self._lines, stops, strict=True):
            line.show_stop(stop)
            line.setVisible(not stop.hidden)

    def buttons(self) -> tuple[QWidget, ...]:
        """The lines in their order."""
        return tuple(self._lines)

    def _add(self) -> None:
        line = _StopButton(len(self._lines))
        line.picked.connect(self.picked)
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)


def _look(stop: Stop) -> tuple[str, str, str]:
    if stop.decided and stop.progress in (Progress.DONE, Progress.AHEAD):
        return "lock", "muted", _("decided by the author")
    match stop.progress:
        case Progress.DONE:
            return "ok", "ok", _("done")
        case Progress.HERE:
            return "here", "accent", _("you are here")
        case Progress.AHEAD:
            return "waiting", "muted", _("still to come")
        case Progress.TROUBLE:
            return "stop", "stop", _("needs attention")
        case Progress.PRESET:
            return "waiting", "muted", _("preset, not looked at yet")
        case Progress.OPEN:
            return "waiting", "muted", _("nothing said yet")
        case _:
            assert_never(stop.progress)
