"""Running: the one page on which work is done; it shows events and lets the person stop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton

from app.core.after.tips import tips_for
from app.core.amounts import seconds_text
from app.core.plan import Plan
from app.core.problem_words import installed_but, kept_text
from app.core.proof.coding import code_when_failed
from app.core.report import Report
from app.core.run.events import Event, RunDone, RunFailed
from app.core.run.limit_words import limit_text
from app.core.session import Session
from app.errors import Action, InstallError
from app.gui.known import Known
from app.gui.log_drawer import LogDrawer
from app.gui.pages.page import Page
from app.gui.problem import ProblemPanel
from app.gui.proof_code_line import ProofCodeLine
from app.gui.run_state import RunState, StepState, StepView
from app.gui.server_choice import ServerLine
from app.gui.slow import SlowWatch
from app.gui.step_list import StepList
from app.gui.tip_cards import TipCards
from app.gui.transfer_line import show_on_bar
from app.gui.widgets import card, label, row
from app.gui.worker import Job, Outcome, Worker
from app.i18n import _
from app.steps import all_steps
from app.steps.road import PREPARING

_DRAW_MILLISECONDS = 250
# From this height on (logical pixels), the list of steps has room beside the tips.
_ROOM_FOR_ALL = 620


class RunningPage(Page):
    """Runs the plan in its Worker. `ended` tells that the thread is over, `succeeded` how,
    `ever_succeeded` whether any run of this window did."""

    ended = Signal()
    back_asked = Signal()
    servers_asked = Signal()

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.state = RunState([])
        self.watch = SlowWatch()
        self.succeeded, self.ever_succeeded = False, False
        self.stopping = False
        self.worker = Worker(self)
        self.worker.batch.connect(self._on_batch)
        self.worker.ended.connect(self._on_ended)
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(_DRAW_MILLISECONDS)
        self._clock.timeout.connect(self._on_clock)

    def name(self) -> str:
        return _("Installation")

    def heading(self) -> str:
        if self.succeeded:
            return _("Everything is ready")
        if self.stopping:
            return _("Stopping…")
        if self.usable:
            return installed_but()
        return _("Installing") if self.running or self.state.last is None else _("Not finished")

    def lead(self) -> str:
        if self.state.last is not None:
            return ""
        if self.stopping:
            return _("What is finished stays, and the next run goes on from there.")
        return _(
            "You can do other things meanwhile. Cancel is safe at any moment: what is finished "
            "stays, and the next run goes on from there."
        )

    def ready(self) -> bool:
        return self.succeeded

    def hint(self) -> str:
        return _("The next page opens by itself.") if self.running and not self.stopping else ""

    @property
    def running(self) -> bool:
        """Whether work is going on."""
        return self.worker.busy

    def run(self, job: Job) -> None:
        """Start the run."""
        self.succeeded, self.stopping = False, False
        self.state = RunState.of_steps(all_steps())
        self.watch = SlowWatch()
        self.log.clear()
        self.tips.begin()
        self.problem.hide()
        self.code.hide()
        self.all_steps.setChecked(self.area.viewport().height() >= _ROOM_FOR_ALL)
        self.worker.start(job)
        self._clock.start()
        self.retranslate()
        self.completeChanged.emit()

    @property
    def usable(self) -> bool:
        """Whether what was made can be used, although the run has failed."""
        last = self.state.last
        return isinstance(last, RunFailed) and last.error.action is Action.GO_ON

    @property
    def over(self) -> bool:
        """Whether a run has ended, in whatever way."""
        return self.state.last is not None and not self.running

    def forget(self) -> None:
        """Begin again: what was run before is over; that it succeeded once stays known."""
        self.succeeded = False
        self.state = RunState([])
        self.problem.hide()
        self.code.hide()
        self.retranslate()

    def stop(self) -> None:
        """Ask the run to stop; `ended` tells when it has."""
        self.stopping = True
        self.worker.cancel()
        self.retranslate()
        self.completeChanged.emit()

    def _build(self) -> None:
        frame, column = card()
        self._now = label("section")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._limit = label()
        self._at_work = StepList()
        self._left = label("muted")
        self.log = LogDrawer()
        self.all_steps = QPushButton()
        self.all_steps.setCheckable(True)
        self.all_steps.setAutoDefault(False)
        self.all_steps.toggled.connect(self._on_shown)
        self.log.toggle.toggled.connect(self._on_shown)
        for widget in (self._now, self._bar, self._limit, self._at_work):
            column.addWidget(widget)
        line = row(self._left, self.all_steps, self.log.toggle)
        line.setStretch(0, 1)
        column.addLayout(line)
        self.slow = ServerLine()
        self.slow.asked.connect(self.servers_asked)
        self.slow.hide()
        column.addWidget(self.slow)
        self.body.addWidget(frame)
        self.problem = ProblemPanel()
        self.problem.hide()
        self.problem.back.connect(self.back_asked)
        self.problem.servers.connect(self.servers_asked)
        self.body.addWidget(self.problem)
        self.code = ProofCodeLine()
        self.body.addWidget(self.code)
        self._steps_card, inside = card()
        self._steps = StepList()
        inside.addWidget(self._steps)
        self.body.addWidget(self._steps_card)
        self.body.addWidget(self.log)
        self.tips = TipCards()
        self.body.addWidget(self.tips)
        self.body.addStretch(1)

    def draw_texts(self) -> None:
        self._bar.setAccessibleName(_("Overall progress"))
        self.problem.retranslate()
        self.code.retranslate()
        self.slow.retranslate(
            _("The download is slow. Another server may be faster; what has arrived is kept.")
        )
        self.log.retranslate()
        self.tips.retranslate()
        self.tips.show_tips(tips_for(self.session, self.plan))
        self._draw()

    def _draw(self) -> None:
        working, all_shown = self.state.working(), self._shows_all_steps()
        shown = self._shown_steps() if all_shown else []
        self._steps.show_steps(shown, self.state)
        self._steps_card.setVisible(bool(shown))
        self._at_work.show_steps([] if all_shown else working, self.state)
        self.all_steps.setVisible(self.running)
        self.all_steps.setText(_("Hide the &steps") if all_shown else _("Show all &steps"))
        reading = self.log.toggle.isChecked()
        self.tips.setVisible(self.running and not self.stopping and not reading)
        self._now.setText(self._now_text(working))
        self._now.setVisible(self.problem.isHidden())  # else that says it, and better
        self._limit.setText("" if self.stopping else limit_text(self.state.limit))
        self._limit.setVisible(bool(self._limit.text()))
        unknown = self.running and not self.state.counted
        show_on_bar(self._bar, self.state.overall, None if unknown else 1.0)
        self._left.setText(self._time_text())
        self.slow.setVisible(self.running and not self.stopping and self.watch.look())

    def _shows_all_steps(self) -> bool:
        return self.all_steps.isChecked() or not self.running

    def _shown_steps(self) -> list[StepView]:
        """All of them; of a run that was stopped or failed only those that began: the rest says
        nothing about what happened, and would be cut."""
        steps = self.state.steps
        if self.running or self.succeeded:
            return steps
        return [step for step in steps if step.state is not StepState.WAITING]

    def _now_text(self, working: Sequence[StepView]) -> str:
        """What the bar shows: it goes by time, so the time stands above it, once it is known."""
        if not working:
            return _("Done") if isinstance(self.state.last, RunDone) else _("Preparing…")
        if self.state.seconds_left is None or self.stopping:
            return self._counted()
        return _("About {time} left").format(time=seconds_text(self.state.seconds_left))

    def _counted(self) -> str:
        return _("{done} of {total} steps done").format(
            done=self.state.ended(), total=len(self.state.steps)
        )

    def _time_text(self) -> str:
        if not self.running:
            return self._counted() if self.state.steps and not self.succeeded else ""
        if self.stopping:
            return _("Waiting for the current step to stop cleanly.")
        spent = self.state.clock() - self.state.began
        text = _("{time} so far").format(time=seconds_text(spent))
        return text if self.state.seconds_left is None else f"{self._counted()} · {text}"

    def _report(self, error: InstallError | None = None, step: str = "") -> Report:
        known = self.known
        report = Report.of(self.session, self.plan, known.machine, known.all_findings)
        return report.after(error, step)

    def _show_code(self, failed: str) -> None:
        """The code of a run that failed in this step; the one that went well has its own page."""
        workspace = self.session.workspace(self.plan)
        self.code.show_code(code_when_failed(self.plan, workspace, failed))

    @Slot(list)
    def _on_batch(self, batch: list[Event]) -> None:
        self.state.take(batch)
        self.watch.take(batch)
        self.log.add(self.state.take_lines())
        self._draw()

    @Slot(bool)
    def _on_shown(self, _shown: bool) -> None:
        self._draw()

    @Slot()
    def _on_clock(self) -> None:
        self._draw()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        self._clock.stop()
        error = outcome.value.error if isinstance(outcome.value, RunFailed) else outcome.error
        self.succeeded = isinstance(outcome.value, RunDone)
        self.ever_succeeded = self.ever_succeeded or self.succeeded
        self.state.take_end(error)
        step = outcome.value.step if isinstance(outcome.value, RunFailed) else ""
        if error is not None:
            kept = kept_text(step != PREPARING, error)
            self.problem.show_error(error, kept, self._report(error, step))
        elif not self.succeeded:
            self.problem.show_cancelled(kept_text(), self._report())
        self.problem.setVisible(not self.succeeded)
        self.stopping = False
        self._show_code(step)
        self.retranslate()
        self.completeChanged.emit()
        self.ended.emit()
