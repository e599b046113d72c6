"""Steps of a run one under the other; which of them are shown is the page's business."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.run_state import RunState, StepView
from app.gui.step_line import StepLine

_SPACING = 6


class StepList(QWidget):
    """As many lines as steps; lines are kept and used again."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[StepLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_SPACING)

    def show_steps(self, steps: Sequence[StepView], state: RunState) -> None:
        """Show these; `state` knows how long each has taken."""
        while len(self._lines) < len(steps):
            line = StepLine()
            self._lines.append(line)
            self._column.addWidget(line)
        for line, step in zip(self._lines, steps, strict=False):
            line.show_step(step, state.elapsed(step))
        widest = max((line.title_width() for line in self._lines[: len(steps)]), default=0)
        for line in self._lines:
            line.set_title_width(widest)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(steps))
        self.setVisible(bool(steps))
