"""Collects Python's garbage in the window's thread only.

Left to itself, Python collects in whatever thread happens to allocate; where unused widgets refer
to one another that ends in Qt objects being deleted twice, and the program with them.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MILLISECONDS = 1000


class GarbageCollector(QObject):
    """Takes over from Python, with Python's own thresholds, for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    @Slot()
    def _on_time(self) -> None:
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
