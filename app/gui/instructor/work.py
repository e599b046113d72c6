"""Long work behind a card: begun, paused, gone on with, stopped; one job at a time.

Pausing stops the job: what it has fetched is kept, and the next one goes on from there.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.gui.announce import announce
from app.gui.instructor.work_line import Doing, Stage, WorkLine, after_events, when_paused
from app.gui.worker import Job, Outcome, Worker
from app.i18n import _, sentences


class Work(QObject):
    """The job of one card. `said` brings what the job said, `ended` its value when it has one."""

    said = Signal(list)
    ended = Signal(object)
    changed = Signal()

    def __init__(self, line: WorkLine, parent: QObject) -> None:
        super().__init__(parent)
        self.line = line
        self._afterwards = Stage.IDLE
        self.worker = Worker(self)
        self.worker.batch.connect(self._on_batch)
        self.worker.ended.connect(self._on_ended)
        line.pause_asked.connect(self.pause)
        line.stop_asked.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether the job is at work."""
        return self.worker.busy

    def start(self, job: Job, text: str) -> None:
        """Begin or go on; `text` until the job says what it does."""
        if not self.busy:
            self._afterwards = Stage.IDLE
            self.worker.start(job)
            share = self.line.doing.share if self.line.doing.stage is Stage.PAUSED else None
            self._show(Doing(Stage.RUNNING, text, text, share))

    @Slot()
    def pause(self) -> None:
        """Stop for now."""
        self._stop(Stage.PAUSED)

    @Slot()
    def cancel(self) -> None:
        """Stop for good."""
        if self.busy:
            self._stop(Stage.IDLE)
        else:  # it was paused
            self._show(Doing(text=_stopped_text()))

    def stop(self) -> None:
        """Stop because the window goes."""
        self.worker.cancel()

    def _stop(self, afterwards: Stage) -> None:
        self._afterwards = afterwards
        self.worker.cancel()
        self._show(replace(self.line.doing, stopping=True))

    def _show(self, doing: Doing) -> None:
        self.line.show_doing(doing)
        self.changed.emit()

    @Slot(list)
    def _on_batch(self, batch: list[object]) -> None:
        self._show(after_events(self.line.doing, batch))
        self.said.emit(batch)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        before = self.line.doing
        if outcome.error is not None:
            error = outcome.error
            self._show(Doing(Stage.FAILED, error=error))
            announce(sentences(error.summary, error.remedy), self.line, urgent=True)
        elif outcome.cancelled and self._afterwards is Stage.PAUSED:
            self._show(when_paused(before))
        elif outcome.cancelled:
            self._show(Doing(text=_stopped_text()))
        else:
            self._show(Doing(Stage.DONE))
            self.ended.emit(outcome.value)


def _stopped_text() -> str:
    return _("Stopped. What is there is kept; the next time goes on from it.")
