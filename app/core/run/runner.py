"""Runs steps: starts each one when everything it comes after is done, and tells what happens.

The same call serves window (in a worker thread), command line and tests. The last event is
exactly one of RunDone, RunFailed and RunCancelled. What a step does is the step's business.
"""

from __future__ import annotations

import errno
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.core.cancel import Cancel
from app.core.files.held import Held
from app.core.run.events import (
    Event,
    Line,
    Progress,
    RunCancelled,
    RunDone,
    RunFailed,
    StepDone,
    StepSkipped,
    StepStarted,
    Stream,
    Unit,
)
from app.core.run.limit import Backlog, Work
from app.core.run.limit_watch import LimitWatch
from app.core.run.pace import Pace
from app.core.run.step import Context, Step
from app.core.secrets import redact
from app.errors import (
    Action,
    Cancelled,
    CommandFailed,
    InstallError,
    NoSpace,
    PlanInvalid,
    Unexpected,
)
from app.i18n import _

_HEARTBEAT_SECONDS = 0.5
_QUIET_SECONDS = 1.0
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_OF_A_PATH = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR),
    errno.ENAMETOOLONG,
)
_PROGRESS_INTERVAL_SECONDS = 0.1

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How one step ended: `error` is None where it worked."""

    step: Step
    error: BaseException | None


def run_steps(steps: Sequence[Step], ctx: Context, emit: Emit) -> Event:
    """Run `steps` and return the last event.

    `emit` is called from several threads, one at a time.
    """
    return _Run(steps, ctx, emit).go()


class _Run:
    """One run from its first to its last event."""

    def __init__(self, steps: Sequence[Step], ctx: Context, emit: Emit) -> None:
        self._steps = list(steps)
        self._names = {step.name for step in steps}
        self._cancel = Cancel(parent=ctx.cancel)
        self._ctx = replace(ctx, cancel=self._cancel, shell=ctx.shell.with_cancel(self._cancel))
        self._emit = emit
        self._lock = threading.Lock()
        self._pace = Pace(self._steps)
        self._limits = LimitWatch(lambda: ctx.download.traffic)
        self._outcomes: queue.Queue[_Outcome] = queue.Queue()
        self._waiting = list(self._steps)
        self._running: dict[str, threading.Thread] = {}
        self._last_progress: dict[str, float] = {}
        self._done: set[str] = set()
        self._first: _Outcome | None = None

    def go(self) -> Event:
        """Run everything and return the last event, which has been emitted too."""
        started = time.monotonic()
        try:
            self._foresee()
            self._start_ready()
            while self._running:
                self._wait()
        except BaseException:
            # Nobody listens any more (or Ctrl-C): no step may go on working unseen.
            self._cancel.set()
            for thread in self._running.values():
                thread.join()
            raise
        last = self._last_event(time.monotonic() - started)
        self.say(last)
        return last

    def _wait(self) -> None:
        try:
            self._take(self._outcomes.get(timeout=_HEARTBEAT_SECONDS))
        except queue.Empty:
            self._heartbeat()

    def say(self, event: Event) -> None:
        """Emit one event; never two at a time."""
        with self._lock:
            self._emit(event)

    def _foresee(self) -> None:
        """Tell the pace which steps will have nothing to do; each is asked again at its turn."""
        for step in self._steps:
            with suppress(InstallError, OSError):  # the step says so itself at its turn
                if step.already_done(self._ctx):
                    self._pace.expect_nothing(step.name)

    def _start_ready(self) -> None:
        if self._cancel.asked:
            return
        for step in list(self._waiting):
            if all(name in self._done for name in step.after if name in self._names):
                self._waiting.remove(step)
                thread = threading.Thread(
                    target=self._work, args=(step,), name=step.name, daemon=True
                )
                self._running[step.name] = thread
                thread.start()

    def _is_over(self, name: str) -> bool:
        return name in self._done or name not in self._names

    def _work(self, step: Step) -> None:
        ctx = replace(self._ctx, report=_StepReporter(self, step.name), is_over=self._is_over)
        error: BaseException | None = None
        try:
            self._cancel.check()
            self._do(step, ctx)
        except BaseException as caught:  # the runner is the one place that turns all into events
            error = caught
        self._outcomes.put(_Outcome(step, error))

    def _do(self, step: Step, ctx: Context) -> None:
        reason = step.already_done(ctx)
        if reason:
            with self._lock:
                self._pace.ended(step.name, skipped=True)
            self.say(StepSkipped(step.name, step.title, reason))
            return
        with self._lock:
            self._pace.started(step.name)
        self.say(StepStarted(step.name, step.title))
        try:
            step.run(ctx)
        except BaseException:
            self._clean_up(step, ctx)
            raise
        with self._lock:
            seconds = self._pace.ended(step.name)
            self._limits.ended(step.name)
        self.say(StepDone(step.name, seconds))

    def _clean_up(self, step: Step, ctx: Context) -> None:
        # The flag is raised by now; cleaning up must still be able to work.
        fresh = Cancel()
        ctx = replace(ctx, cancel=fresh, shell=ctx.shell.with_cancel(fresh))
        try:
            step.clean_up(ctx)
        except Exception as error:  # the reason why the step failed counts, not this one
            self.say(Line(step.name, redact(f"clean-up: {error}"), Stream.NOTE))

    def _take(self, outcome: _Outcome) -> None:
        self._running.pop(outcome.step.name).join()
        if outcome.error is None:
            self._done.add(outcome.step.name)
            self._start_ready()
            return
        if self._first is None or isinstance(self._first.error, Cancelled):
            self._first = outcome
        self._cancel.set()

    def _last_event(self, seconds: float) -> Event:
        if self._first is None and len(self._done) == len(self._steps):
            return RunDone(seconds)
        if self._first is None and not self._cancel.asked:
            names = ", ".join(step.name for step in self._waiting)
            return RunFailed(names, as_install_error(RuntimeError(f"never started: {names}")))
        if self._first is None or isinstance(self._first.error, Cancelled):
            return RunCancelled(seconds)
        return RunFailed(self._first.step.name, as_install_error(self._first.error))

    def _heartbeat(self) -> None:
        now = time.monotonic()
        for name in list(self._running):
            with self._lock:
                quiet = now - self._last_progress.get(name, now)
                if quiet > _QUIET_SECONDS and self._pace.is_running(name):
                    self._emit(self._progress(name))

    def count(self, name: str, done: int, total: int | None, unit: Unit, detail: str) -> None:
        """Take a step's count and emit it, at most ten times a second, but always at its end."""
        now = time.monotonic()
        with self._lock:
            self._pace.counted(name, done, total, unit, detail)
            if unit is Unit.BYTES:
                self._limits.counted(name, done)
            last = self._last_progress.get(name, 0.0)
            if now - last < _PROGRESS_INTERVAL_SECONDS and done != total:
                return
            self._last_progress[name] = now
            self._emit(self._progress(name))

    def at_work(self, name: str, work: Work, backlog: Backlog | None) -> None:
        """A step does this from now on; the next progress tells what it means for the run."""
        with self._lock:
            self._limits.at_work(name, work, backlog)

    def _progress(self, name: str) -> Progress:
        return replace(self._pace.progress(name), limit=self._limits.look())


class _StepReporter:
    """How one step speaks."""

    def __init__(self, run: _Run, name: str) -> None:
        self._run = run
        self._name = name

    def line(self, text: str, stream: Stream = Stream.NOTE) -> None:
        """Say one line, secrets removed."""
        self._run.say(Line(self._name, redact(text), stream))

    def progress(self, done: int, total: int | None, unit: Unit, detail: str) -> None:
        """Say how far the step is."""
        self._run.count(self._name, done, total, unit, detail)

    def at_work(self, work: Work, backlog: Backlog | None = None) -> None:
        """Say what is being done."""
        self._run.at_work(self._name, work, backlog)


def as_install_error(error: BaseException | None) -> InstallError:
    """Any exception as an error for people; what is not one of ours is our bug."""
    if isinstance(error, InstallError):
        error.detail = redact(error.detail)  # output and addresses of other programs
        return error
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return NoSpace(
            _("There is no space left for {path}.").format(path=error.filename or _("a file")),
            _("Free some space on that drive and try again; what is done so far is kept."),
            str(error),
        )
    if isinstance(error, Held):
        return CommandFailed(
            _("Another program uses {path}, or it may not be changed.").format(
                path=error.filename or _("a file")
            ),
            _("Close notebooks, editors and terminals that use this environment, then try again."),
            str(error),
        )
    if isinstance(error, OSError) and error.errno in _OF_A_PATH and error.filename:
        return PlanInvalid(
            _("{path} cannot be used: {reason}.").format(
                path=error.filename, reason=os.strerror(error.errno)
            ),
            _("Choose another folder or file, one that is yours."),
            str(error),
            Action.FOLDER,
        )
    trace = "".join(traceback.format_exception(error)) if error else ""
    return Unexpected(
        _("Something went wrong in Seedbed itself."),
        _(
            "Trying again may help. If not, save the report and send it to whoever gave you "
            "Seedbed."
        ),
        redact(trace),
    )
