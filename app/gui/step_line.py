"""One line for one step of a run: icon of its state, title, what it says, how long it takes."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.amounts import seconds_text
from app.gui import theme
from app.gui.run_state import StepState, StepView
from app.gui.widgets import ElidedLabel, Icon, label
from app.i18n import _

_SHOWN_FROM_SECONDS = 1.0


class StepLine(QWidget):
    """Shows a StepView."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon()
        self._title = label(wrap=False)
        self._detail = ElidedLabel("muted")
        self._time = label("muted", wrap=False)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._icon)
        line.addWidget(self._title)
        line.addWidget(self._detail, 1)
        line.addWidget(self._time)

    def title_width(self) -> int:
        """How wide the title is, in logical pixels."""
        return self._title.sizeHint().width()

    def set_title_width(self, width: int) -> None:
        """Let the details of several lines begin at the same place."""
        self._title.setMinimumWidth(width)

    def show_step(self, step: StepView, elapsed: float) -> None:
        """Show a step; `elapsed` in seconds."""
        name, colour, words = _look(step.state)
        self._icon.show_state(name, colour, words)
        self._title.setText(step.title)
        theme.set_role(self._title, "muted" if step.state is StepState.WAITING else "")
        self._detail.show_text(step.detail)
        self._time.setText(seconds_text(elapsed) if elapsed >= _SHOWN_FROM_SECONDS else "")
        self.setAccessibleName(f"{step.title}: {words}")


def _look(state: StepState) -> tuple[str, str, str]:
    """Icon, colour and word of a state."""
    match state:
        case StepState.WAITING:
            return "waiting", "muted", _("waiting")
        case StepState.WORKING:
            return "working", "accent", _("at work")
        case StepState.DONE:
            return "ok", "ok", _("done")
        case StepState.SKIPPED:
            return "skipped", "muted", _("nothing to do")
        case StepState.FAILED:
            return "stop", "stop", _("failed")
        case StepState.STOPPED:
            return "skipped", "warn", _("stopped")
        case _:
            assert_never(state)
