"""The one bridge between background work and the window: a thread, a queue and a timer.

Why not signals across threads: a queued signal has no back-pressure and wakes the window once for
every event; 20,000 lines of output froze it for up to 1.3 s, while a queue emptied every 33 ms
cost 35-83 ms in all (models §3, packaging §7). Slots always run in the window's thread here,
because the timer lives there; the thread only puts things into the queue and sets flags.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.cancel import Cancel
from app.core.run.runner import as_install_error
from app.errors import Cancelled, InstallError

TICK_MILLISECONDS = 33

Emit = Callable[[Any], None]
Job = Callable[[Emit, Cancel], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: with a value, with an error, or because it was cancelled."""

    value: object = None
    error: InstallError | None = None
    cancelled: bool = False


class Worker(QObject):
    """Runs one job at a time in a thread; `batch` brings what it said, `ended` its Outcome.

    Both signals are emitted in the window's thread, `ended` after the last `batch`.
    """

    batch = Signal(list)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._cancel = Cancel()
        self._outcome: Outcome | None = None
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def busy(self) -> bool:
        """Whether a job runs, or its end has not been told yet."""
        return self._thread is not None

    @property
    def alive(self) -> bool:
        """Whether the thread itself still runs; may be asked from any thread."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def start(self, job: Job) -> None:
        """Run `job(emit, cancel)` in a thread. Raises RuntimeError while another one runs."""
        if self.busy:
            raise RuntimeError("this worker is busy")
        self._said = queue.SimpleQueue()
        self._cancel = Cancel()
        self._outcome = None
        self._thread = threading.Thread(target=self._work, args=(job,), name="worker", daemon=True)
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Ask the job to stop; `ended` tells when it has."""
        self._cancel.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the thread, which blocks the window: for tests and the very end only."""
        if self._thread is not None:
            self._thread.join(seconds)
            return not self._thread.is_alive()
        return True

    def _work(self, job: Job) -> None:
        try:
            outcome = Outcome(value=job(self._said.put, self._cancel))
        except Cancelled:
            outcome = Outcome(cancelled=True)
        except BaseException as caught:  # the bridge must always tell the end, whatever it was
            outcome = Outcome(error=as_install_error(caught))
        self._outcome = outcome

    @Slot()
    def _on_tick(self) -> None:
        outcome = self._outcome  # read before the queue: what was said before the end comes first
        said = self._drain()
        if said:
            self.batch.emit(said)
        if outcome is not None and self._thread is not None:
            self._timer.stop()
            self._thread.join()
            self._thread = None
            self.ended.emit(outcome)

    def _drain(self) -> list[object]:
        said: list[object] = []
        for _number in range(self._said.qsize()):
            said.append(self._said.get_nowait())
        return said
