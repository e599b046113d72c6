"""The whole road: the one call that window and command line share.

Checks the plan once more, makes sure nobody else works in the same folder, stops what a killed
run left behind, then hands the steps to the runner.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from filelock import Timeout

from app.core.cancel import Cancel
from app.core.catalog.installers import Catalog
from app.core.checks.cache import cache_findings
from app.core.checks.check import Surroundings, check
from app.core.checks.refusal import refusal
from app.core.finding import Finding
from app.core.libraries.sizing import sizer_for
from app.core.machine.facts import Machine
from app.core.machine.folder import look_at
from app.core.machine.subdir import subdir_of
from app.core.plan import Plan
from app.core.run.events import Event, RunCancelled, RunDone, RunFailed, Stream, Unit
from app.core.run.journal import Journal
from app.core.run.lastplan import keep_plan
from app.core.run.lastrun import keep_seconds
from app.core.run.limit import Backlog, Work
from app.core.run.run_lock import run_lock
from app.core.run.runlog import RunLog
from app.core.run.runner import Emit, as_install_error, run_steps
from app.core.run.step import Context, Step
from app.core.session import Session
from app.core.sharing.telling import Teller
from app.core.workshops.differences import plan_on
from app.errors import Action, Cancelled, PlanInvalid
from app.i18n import _
from app.steps import all_steps
from app.steps.fetch_installer import FetchInstaller

PREPARING = "prepare"


def run_plan(session: Session, plan: Plan, machine: Machine, cancel: Cancel, emit: Emit) -> Event:
    """Carry out a plan and return the last event, which has been emitted too."""
    plan = plan_on(plan, session.subdir)
    run = Run(session, plan, machine, cancel)
    if not plan.target.tell_to:
        return run.go(all_steps(), emit, checked=True)
    run.teller = Teller(plan, session.workspace(plan))
    run.teller.start()
    try:
        told = _also(run.teller.event, emit)
        return run.go(all_steps(), told, checked=True)
    finally:
        run.teller.finish()


def fetch_early(
    session: Session, plan: Plan, machine: Machine, cancel: Cancel, emit: Emit
) -> Event:
    """Fetch only the installer, while the person is still answering other questions."""
    return Run(session, plan, machine, cancel).go((FetchInstaller(),), emit, checked=False)


class _Quiet:
    """A reporter for the moments in which no step is at work."""

    def line(self, text: str, stream: Stream = Stream.NOTE) -> None:
        """Nothing to tell."""

    def progress(self, done: int, total: int | None, unit: Unit, detail: str) -> None:
        """Nothing to count."""

    def at_work(self, work: Work, backlog: Backlog | None = None) -> None:
        """Nothing is done."""


class Run:
    """One run in one workspace, of whichever steps it is given; `teller` is there where a board
    is told of it."""

    def __init__(self, session: Session, plan: Plan, machine: Machine, cancel: Cancel) -> None:
        self._session = session
        self._plan = plan
        self._machine = machine
        self._cancel = cancel
        self._workspace = session.workspace(plan)
        self.teller: Teller | None = None

    def go(self, steps: Sequence[Step], emit: Emit, checked: bool) -> Event:
        """Run the steps with a log; failures before the first step end the same way as others."""
        started = time.monotonic()
        try:
            _refuse_bad_home(self._workspace, self._session.cache)
            self._workspace.mkdir(parents=True, exist_ok=True)
            keep_plan(self._workspace, self._plan)
            with RunLog(self._workspace) as log:
                if self.teller is not None:
                    self.teller.note = log.write
                return self._logged(steps, emit, log, checked)
        except Cancelled:
            cancelled = RunCancelled(time.monotonic() - started)
            emit(cancelled)
            return cancelled
        except Exception as error:  # as in the runner: whatever it is, readers get a last event
            failed = RunFailed(PREPARING, as_install_error(error))
            emit(failed)
            return failed

    def _logged(self, steps: Sequence[Step], emit: Emit, log: RunLog, checked: bool) -> Event:
        try:
            return self._locked(steps, _both(log, emit), log, checked)
        except Cancelled:
            raise
        except Exception as error:  # told by `go`; a report made later has only the log
            log.event(RunFailed(PREPARING, as_install_error(error)))
            raise

    def _locked(self, steps: Sequence[Step], emit: Emit, log: RunLog, checked: bool) -> Event:
        lock = run_lock(self._workspace)
        try:
            with lock, self._session.platform.keep_awake():
                last = run_steps(steps, self._context(log, checked), emit)
        except Timeout as error:
            raise PlanInvalid(
                _("Seedbed is already working in {folder}.").format(
                    folder=self._plan.target.folder
                ),
                _("Wait until the other window or command has finished."),
                action=Action.AGAIN,
            ) from error
        if checked and isinstance(last, RunDone):
            keep_seconds(self._workspace, last.seconds)
        return last

    def _context(self, log: RunLog, checked: bool) -> Context:
        session, plan = self._session, self._plan
        journal = Journal(self._workspace)
        stopped = journal.stop_orphans()
        if stopped:
            log.write(f"stopped {stopped} programs of an interrupted run")
        catalog = session.catalog_for(plan, self._cancel)
        if checked:
            _refuse_bad_plan(plan, self._machine, session, catalog)
        return Context(
            plan=plan,
            machine=self._machine,
            platform=session.platform,
            catalog=catalog,
            shell=session.shell(self._cancel, log.write, journal.note_child),
            download=session.download,
            journal=journal,
            cancel=self._cancel,
            report=_Quiet(),
            workspace=self._workspace,
            cache=session.cache,
            home=session.home,
            environ=session.environ,
            mirrors=session.mirrors,
        )


def _also(reader: Emit, emit: Emit) -> Emit:
    """What tells both of an event, `reader` after the front end: that one waits for nobody."""

    def to_both(event: Event) -> None:
        emit(event)
        reader(event)

    return to_both


def _both(log: RunLog, emit: Emit) -> Emit:
    def to_both(event: Event) -> None:
        log.event(event)
        emit(event)

    return to_both


def _refuse_bad_plan(plan: Plan, machine: Machine, session: Session, catalog: Catalog) -> None:
    """Raise PlanInvalid for the first thing that forbids the run, and name the others."""
    sizer = sizer_for(session, plan, machine, catalog)
    kept = sizer.kept_lock(subdir_of(machine, session.platform))
    around = Surroundings(sizes=sizer.of(kept), cache=session.cache)
    _refuse(check(plan, machine, session.platform, catalog, around))


def _refuse_bad_home(*folders: Path) -> None:
    """Raise an error where one of our own folders cannot be written: not even a log can be."""
    _refuse([found for folder in folders for found in cache_findings(folder, None, look_at)])


def _refuse(findings: Sequence[Finding]) -> None:
    error = refusal(findings)
    if error is not None:
        raise error
