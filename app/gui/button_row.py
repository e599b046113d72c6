"""A dialog's row of buttons in the system's own order; what they do is the dialog's business."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialogButtonBox


class ButtonRow(QDialogButtonBox):
    """Qt's row, in which Tab stops at every button: Qt's own leads past all but the first."""

    def event(self, event: QEvent) -> bool:
        """Qt makes one button stand for the whole row when the row is shown."""
        done = super().event(event)
        if self.focusProxy() is not None:
            self.setFocusProxy(None)  # type: ignore[arg-type]
        return done
