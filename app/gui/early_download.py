"""The download of the installer that goes on while the person answers the other questions.

Pausing is cancelling: what has arrived stays as a partial file, and going on resumes it. Nothing
that was downloaded here is run; that takes an accepted licence and the run itself.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.run.events import Event, Progress, RunDone, RunFailed, Unit
from app.core.session import Session
from app.errors import InstallError
from app.gui import services
from app.gui.known import Download, Transfer
from app.gui.worker import Outcome, Worker

_Choice = tuple[object, ...]


class EarlyDownload(QObject):
    """Starts, pauses and resumes the transfer; `changed` tells that `state` is another."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self._machine: Machine | None = None
        self._next = Transfer.IDLE
        self._declined = False
        self._gave_way = False
        self.state = Download()
        self.worker = Worker(self)
        self.worker.batch.connect(self._on_batch)
        self.worker.ended.connect(self._on_ended)

    @property
    def wanted(self) -> bool:
        """Whether the person has let it run (it may be done already)."""
        return self.state.state in (Transfer.RUNNING, Transfer.DONE)

    def start(self, plan: Plan, machine: Machine) -> None:
        """Fetch the plan's installer, going on where an earlier transfer stopped."""
        same = self._plan is not None and _choice(plan) == _choice(self._plan)
        if same and self.wanted and not self.state.stopping:
            return
        self._plan, self._machine = plan, machine
        self._declined = False
        if self.worker.busy:  # of another choice, or on its way to a pause: start when it ended
            self._next = Transfer.RUNNING
            self.worker.cancel()
            return
        self._begin()

    def offer(self, plan: Plan, machine: Machine) -> None:
        """Start, unless the person has paused, cancelled or already started it."""
        if self.state.state is Transfer.IDLE and not self._declined:
            self.start(plan, machine)

    def pause(self) -> None:
        """Stop the transfer, if it goes on, and keep what has arrived."""
        if self.worker.busy:
            self._stop(Transfer.PAUSED)

    def give_way(self) -> None:
        """Leave the installer to a run, which takes the same partial file and the same lock."""
        self._gave_way = self.worker.busy and not self.state.stopping
        self.pause()

    def take_up(self) -> None:
        """The run is over without having ended well: go on with what was left to it."""
        gave_way, self._gave_way = self._gave_way, False
        if gave_way and self._plan is not None and self._machine is not None:
            self.start(self._plan, self._machine)

    def discard(self) -> None:
        """Stop the transfer until the person or the run wants it again."""
        self._declined = True
        self._stop(Transfer.IDLE)

    def plan_changed(self, plan: Plan, machine: Machine) -> None:
        """Follow the plan: another choice of installer is another download."""
        if self._plan is None or self.state.state is Transfer.IDLE:
            return
        other = _choice(plan) != _choice(self._plan)
        if plan.target.reuse or (other and not plan.target.licence_accepted):
            self._stop(Transfer.IDLE)
        elif other:
            self.start(plan, machine)

    def _begin(self) -> None:
        if self._plan is None or self._machine is None:
            return
        self._show(replace(self.state, state=Transfer.RUNNING, stopping=False, error=None))
        self.worker.start(services.download_job(self._session, self._plan, self._machine))

    def _stop(self, afterwards: Transfer) -> None:
        self._next = afterwards
        if self.worker.busy:
            self._show(replace(self.state, stopping=True))
            self.worker.cancel()
        else:
            self._show(Download(afterwards))

    def _show(self, state: Download) -> None:
        self.state = state
        self.changed.emit()

    def _fail(self, error: InstallError) -> None:
        self._show(replace(self.state, state=Transfer.FAILED, stopping=False, error=error))

    @Slot(list)
    def _on_batch(self, events: list[Event]) -> None:
        latest = [e for e in events if isinstance(e, Progress) and e.unit is Unit.BYTES]
        if latest:
            last = latest[-1]
            self._show(
                replace(
                    self.state,
                    done=last.done,
                    total=last.total,
                    rate=last.rate,
                    seconds_left=last.seconds_left,
                )
            )

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        afterwards, self._next = self._next, Transfer.IDLE
        match outcome.value:
            case RunDone():
                self._show(replace(self.state, state=Transfer.DONE, stopping=False))
            case RunFailed(_step, error):
                self._fail(error)
            case _ if outcome.error is not None:
                self._fail(outcome.error)
            case _ if afterwards is Transfer.PAUSED:
                self._show(replace(self.state, state=Transfer.PAUSED, stopping=False, rate=None))
            case _:
                self._show(Download())
        if afterwards is Transfer.RUNNING:
            self.state = Download()
            self._begin()


def _choice(plan: Plan) -> _Choice:
    workshop = plan.workshop
    target = plan.target
    return (
        *(target.source, target.mirrors),
        *(workshop.distribution, workshop.distribution_version),
    )
