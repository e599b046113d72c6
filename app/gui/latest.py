"""Background answers of which only the newest counts: checks, versions, sizes.

What is asked for is the caller's business; here a question waits until typing has paused, and a
stale answer never overwrites a newer one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.gui.worker import Job, Outcome, Worker


class Latest(QObject):
    """Asks the newest question after `delay` milliseconds of quiet; `answered` brings an Outcome.

    An answer to a question that has been replaced meanwhile is dropped, its job cancelled.
    """

    answered = Signal(object)

    def __init__(self, delay: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question: Job | None = None
        self._wanted = False
        self.worker = Worker(self)
        self.worker.ended.connect(self._on_ended)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(delay)
        self._quiet.timeout.connect(self._on_quiet)

    @property
    def pending(self) -> bool:
        """Whether an answer is still to come."""
        return self._question is not None or self.worker.busy

    def ask(self, job: Job) -> None:
        """Replace the question."""
        self._question = job
        self._wanted = False
        self.worker.cancel()
        self._quiet.start()

    def stop(self) -> None:
        """Forget the question; no answer will come."""
        self._question = None
        self._wanted = False
        self._quiet.stop()
        self.worker.cancel()

    @Slot()
    def _on_quiet(self) -> None:
        if self._question is not None and not self.worker.busy:
            job, self._question = self._question, None
            self._wanted = True
            self.worker.start(job)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if self._wanted:
            self._wanted = False
            self.answered.emit(outcome)
        elif not self._quiet.isActive():
            self._on_quiet()
