"""Leaving the window: everything that runs is waited for, without freezing, but not for ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_POLL_MILLISECONDS = 50
_PATIENCE = 60  # polls: threads that look up a dead name are not waited for for ever


class Working(Protocol):
    """Anything that may still be at work and can be told to stop."""

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        ...

    def stop(self) -> None:
        """Ask it to stop."""
        ...


class Leaving(QObject):
    """Tells all `workers` to stop; `left` says that they have, with the result of the window."""

    left = Signal(int)

    def __init__(self, workers: Sequence[Working], parent: QObject) -> None:
        super().__init__(parent)
        self._workers = workers
        self._result = 0
        self._polls = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._on_poll)

    def begin(self, result: int) -> None:
        """Stop everything and wait."""
        self._result = result
        for worker in self._workers:
            worker.stop()
        self._on_poll()

    @Slot()
    def _on_poll(self) -> None:
        self._polls += 1
        if any(worker.busy for worker in self._workers) and self._polls < _PATIENCE:
            self._timer.start()
            return
        self._timer.stop()
        self.left.emit(self._result)
