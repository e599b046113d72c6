"""The rail at the left: the nine steps of the road, where we are, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui import theme
from app.gui.widgets import ElidedLabel, Icon, label
from app.i18n import _

_WIDTH = 208


class Progress(Enum):
    """Where a page stands on the road."""

    DONE = auto()
    HERE = auto()
    AHEAD = auto()
    TROUBLE = auto()


@dataclass(frozen=True, slots=True)
class Stop:
    """One page as the rail shows it."""

    name: str
    chosen: str
    progress: Progress


class _StopLine(QWidget):
    """One line of the rail."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon()
        self._name = label(wrap=False)
        self._chosen = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)

    def show_stop(self, stop: Stop) -> None:
        """Show one page."""
        name, colour, words = _look(stop.progress)
        self._icon.show_state(name, colour, words)
        self._name.setText(stop.name)
        here = stop.progress is Progress.HERE
        ahead = stop.progress is Progress.AHEAD
        theme.set_role(self._name, "rail-current" if here else "muted" if ahead else "")
        chosen = "" if ahead else stop.chosen
        self._chosen.show_text(chosen)
        self._chosen.setVisible(bool(chosen))
        self.setAccessibleName(f"{stop.name}: {words}. {chosen}")


class Rail(QFrame):
    """Shows where the person is; answers nothing itself."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "rail")
        self.setFixedWidth(_WIDTH)
        self._lines: list[_StopLine] = []
        self._logo = QLabel()
        self._logo.setPixmap(theme.application_icon().pixmap(28, 28))
        title = label("section", wrap=False)
        title.setText("Seedbed")
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(self._logo)
        head.addWidget(title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, theme.GRID, 2 * theme.GRID)
        self._column.setSpacing(14)
        self._column.addLayout(head)
        self._column.addSpacing(theme.GRID)
        self._column.addStretch(1)

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show these pages."""
        self.setAccessibleName(_("Steps of the installation"))
        while len(self._lines) < len(stops):
            line = _StopLine()
            self._lines.append(line)
            self._column.insertWidget(self._column.count() - 1, line)
        for line, stop in zip(self._lines, stops, strict=True):
            line.show_stop(stop)


def _look(progress: Progress) -> tuple[str, str, str]:
    match progress:
        case Progress.DONE:
            return "ok", "ok", _("done")
        case Progress.HERE:
            return "here", "accent", _("you are here")
        case Progress.AHEAD:
            return "waiting", "muted", _("still to come")
        case Progress.TROUBLE:
            return "stop", "stop", _("needs attention")
        case _:
            assert_never(progress)
