"""Order, parallel work, failure, cancelling, clean-up, and exactly one last event."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.core.cancel import Cancel
from app.core.files.held import Held
from app.core.run.events import (
    Event,
    Line,
    Progress,
    RunCancelled,
    RunDone,
    RunFailed,
    Stream,
    Unit,
)
from app.core.run.limit import Cause
from app.core.run.limit import Work as Doing
from app.core.run.runner import as_install_error, run_steps
from app.core.run.step import Context, Step
from app.errors import Cancelled, CommandFailed, NoSpace, Unexpected
from app.platforms.base import Command
from tests.fakes.bench import Bench, names

Work = Callable[[Context], None]


def nothing(_ctx: Context) -> None:
    """Work that is done at once."""


@dataclass(frozen=True, kw_only=True)
class Made(Step):
    """A step made of functions."""

    name: str
    work: Work = nothing
    after: tuple[str, ...] = ()
    skip: str = ""
    undo: Work = nothing
    weight: float = 1.0
    undone: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.name.title()

    def already_done(self, ctx: Context) -> str:
        return self.skip

    def run(self, ctx: Context) -> None:
        self.work(ctx)

    def clean_up(self, ctx: Context) -> None:
        self.undone.append(self.name)
        self.undo(ctx)


def do(name: str, work: Work = nothing, **more: Any) -> Made:
    return Made(name=name, work=work, **more)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def run(bench: Bench, *steps: Step) -> tuple[Event, list[Event]]:
    told: list[Event] = []
    last = run_steps(steps, bench.context(), told.append)
    assert told[-1] is last
    ends = [event for event in told if isinstance(event, RunDone | RunFailed | RunCancelled)]
    assert ends == [last]
    return last, told


def fail(error: BaseException) -> Work:
    def work(_ctx: Context) -> None:
        raise error

    return work


def test_steps_run_in_the_order_of_what_they_come_after(bench: Bench) -> None:
    last, told = run(bench, do("c", after=("b",)), do("b", after=("a",)), do("a"))
    assert isinstance(last, RunDone)
    order = [f"{verb} {name}" for name in "abc" for verb in ("StepStarted", "StepDone")]
    assert names(told)[:-1] == order


def test_steps_that_wait_for_nothing_run_at_the_same_time(bench: Bench) -> None:
    meeting = threading.Barrier(3, timeout=5)

    def meet(_ctx: Context) -> None:
        meeting.wait()

    steps = [do(name, meet) for name in "abc"]
    assert isinstance(run(bench, *steps)[0], RunDone)


def test_a_skipped_step_counts_as_done_and_says_why(bench: Bench) -> None:
    _last, told = run(
        bench, do("a", fail(ValueError()), skip="there already"), do("b", after=("a",))
    )
    assert names(told) == ["StepSkipped a", "StepStarted b", "StepDone b", "RunDone"]


def test_a_step_may_come_after_one_that_is_not_in_this_run(bench: Bench) -> None:
    assert isinstance(run(bench, do("a", after=("elsewhere",)))[0], RunDone)


def test_steps_that_wait_for_each_other_are_our_bug_not_a_cancelled_run(bench: Bench) -> None:
    last, _told = run(bench, do("a", after=("b",)), do("b", after=("a",)))
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, Unexpected)


def test_the_first_failure_is_told_stops_the_others_and_starts_no_more(bench: Bench) -> None:
    trouble = CommandFailed("It broke.", "Mend it.")
    ended: list[str] = []

    def long_work(ctx: Context) -> None:
        try:
            ctx.cancel.wait(20)
        finally:
            ended.append("stopped")

    last, told = run(bench, do("a", fail(trouble)), do("b", long_work), do("c", after=("a", "b")))
    assert isinstance(last, RunFailed)
    assert (last.step, last.error) == ("a", trouble)
    assert ended == ["stopped"]
    assert "StepStarted c" not in names(told)
    assert not bench.cancel.asked, "the person has cancelled nothing"


def test_a_failing_steps_shell_closes_for_the_others_at_once(bench: Bench) -> None:
    started = time.monotonic()

    def sleep(ctx: Context) -> None:
        ctx.shell.run(Command(("sleep", "60")))

    def fail_late(ctx: Context) -> None:
        ctx.cancel.wait(0.3)
        raise CommandFailed("no")

    assert isinstance(run(bench, do("a", sleep), do("b", fail_late))[0], RunFailed)
    assert time.monotonic() - started < 10


def test_cancelled_work_ends_as_a_cancelled_run(bench: Bench) -> None:
    threading.Timer(0.2, bench.cancel.set).start()
    a, c = do("a", lambda ctx: ctx.cancel.wait(20)), do("c", after=("a",))
    last, told = run(bench, a, c)
    assert isinstance(last, RunCancelled)
    assert a.undone == ["a"]
    assert c.undone == []
    assert "StepStarted c" not in names(told)


def test_a_flag_raised_before_the_run_starts_nothing(bench: Bench) -> None:
    bench.cancel.set()
    last, told = run(bench, do("a", fail(ValueError())))
    assert isinstance(last, RunCancelled)
    assert len(told) == 1


def test_a_flag_raised_when_all_is_done_spoils_nothing(bench: Bench) -> None:
    assert isinstance(run(bench, do("a", lambda _ctx: bench.cancel.set()))[0], RunDone)


def test_only_steps_that_began_are_cleaned_up_and_cleaning_can_still_work(bench: Bench) -> None:
    cleaned: list[int] = []

    def undo(ctx: Context) -> None:
        ctx.cancel.check()
        cleaned.append(ctx.shell.run(Command(("true",))).returncode)

    failing = do("a", fail(CommandFailed("no")), undo=undo)
    skipped, waiting = do("s", skip="there"), do("w", after=("a",))
    run(bench, failing, skipped, waiting)
    assert cleaned == [0]
    assert skipped.undone == waiting.undone == []


@pytest.mark.parametrize("error", [OSError("disk"), ValueError("bug"), CommandFailed("no")])
def test_a_clean_up_that_fails_hides_neither_the_failure_nor_the_end(
    bench: Bench, error: Exception
) -> None:
    trouble = CommandFailed("The real reason.")
    last, told = run(bench, do("a", fail(trouble), undo=fail(error)))
    assert isinstance(last, RunFailed)
    assert last.error is trouble
    assert any(isinstance(event, Line) and "clean-up" in event.text for event in told)


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(3), RecursionError()])
def test_a_bug_in_a_step_is_a_failed_run_with_a_report(bench: Bench, error: BaseException) -> None:
    last, _told = run(bench, do("a", fail(error)))
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, Unexpected)
    assert type(error).__name__ in last.error.detail
    assert last.error.remedy


def test_a_full_drive_is_recognised_by_its_number(bench: Bench) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/data/x")
    last, _told = run(bench, do("a", fail(full)))
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, NoSpace)
    assert "/data/x" in last.error.summary


def test_secrets_reach_neither_lines_nor_errors(bench: Bench) -> None:
    def talk(ctx: Context) -> None:
        ctx.report.line("from https://me:pw@host/")
        raise CommandFailed("no", detail="GET https://me:pw@host/ failed")

    last, told = run(bench, do("a", talk))
    assert isinstance(last, RunFailed)
    assert "pw" not in last.error.detail
    assert not any("pw" in event.text for event in told if isinstance(event, Line))


def test_progress_is_thinned_out_but_its_end_is_always_told(bench: Bench) -> None:
    def count(ctx: Context) -> None:
        for number in range(1001):
            ctx.report.progress(number, 1000, Unit.FILES, "")

    _last, told = run(bench, do("a", count))
    progress = [event for event in told if isinstance(event, Progress)]
    assert progress[-1].done == progress[-1].total == 1000
    assert len(progress) < 100


def test_overall_progress_never_falls_and_counts_the_weights(bench: Bench) -> None:
    def count(ctx: Context) -> None:
        for number in (0, 5, 10, 2, 10):
            ctx.report.progress(number, 10, Unit.FILES, "")
            time.sleep(0.11)

    _last, told = run(bench, do("a", count, weight=3), do("b", count, after=("a",)))
    overall = [event.overall for event in told if isinstance(event, Progress)]
    assert overall == sorted(overall)
    assert overall[-1] == 1.0
    assert 0.75 in overall


def test_a_quiet_step_is_heard_of_and_never_after_its_end(bench: Bench) -> None:
    def quiet(ctx: Context) -> None:
        ctx.report.progress(0, None, Unit.NOTHING, "thinking")
        ctx.cancel.wait(2.3)

    _last, told = run(bench, do("a", quiet), do("b", lambda ctx: ctx.cancel.wait(3.4)))
    beats = [event for event in told if isinstance(event, Progress)]
    assert len(beats) >= 3
    assert beats[-1].elapsed > beats[0].elapsed
    assert beats[-1].seconds_left is None, "nothing was measured, so nothing is promised"
    end = names(told).index("StepDone a")
    done = [event for event in told if not isinstance(event, Line | Progress)][end]
    assert not [event for event in told[told.index(done) :] if isinstance(event, Progress)]


def test_events_come_one_at_a_time(bench: Bench) -> None:
    inside: list[int] = []
    worst: list[int] = []

    def emit(_event: Event) -> None:
        inside.append(1)
        worst.append(len(inside))
        time.sleep(0.002)
        inside.pop()

    def talk(ctx: Context) -> None:
        for number in range(30):
            ctx.report.line(str(number), Stream.OUT)

    run_steps([do(name, talk) for name in "abcd"], bench.context(), emit)
    assert max(worst) == 1


def test_where_nobody_listens_any_more_no_step_goes_on(bench: Bench) -> None:
    """The reader of the events has gone, as when the output is a pipe that was closed."""
    ended = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.elapsed > 0.5:
            raise BrokenPipeError("nobody reads")

    def work(ctx: Context) -> None:
        ctx.report.progress(0, None, Unit.NOTHING, "")
        try:
            ctx.cancel.wait(30)
        finally:
            ended.set()

    with pytest.raises(BrokenPipeError):
        run_steps([do("a", work)], bench.context(), emit)
    assert ended.is_set()


def test_every_error_becomes_one_for_people() -> None:
    own = CommandFailed("x")
    assert as_install_error(own) is own
    assert isinstance(as_install_error(OSError(errno.EDQUOT, "quota")), NoSpace)
    assert isinstance(as_install_error(OSError(errno.EIO, "io")), Unexpected)
    held = as_install_error(Held(errno.EACCES, "in use", "C:\\ml\\python.exe"))
    assert isinstance(held, CommandFailed)
    assert "C:\\ml\\python.exe" in str(held)
    assert isinstance(as_install_error(Cancelled()), Unexpected)
    assert isinstance(as_install_error(None), Unexpected)


def test_the_persons_own_flag_reaches_a_running_step(bench: Bench) -> None:
    parent = Cancel()
    bench.cancel = Cancel(parent=parent)
    threading.Timer(0.2, parent.set).start()
    assert isinstance(run(bench, do("a", lambda ctx: ctx.cancel.wait(20)))[0], RunCancelled)


def test_a_step_can_work_beside_another_and_learns_when_that_is_over(bench: Bench) -> None:
    begun, over = threading.Event(), []

    def load(_ctx: Context) -> None:
        assert begun.wait(5)

    def link(ctx: Context) -> None:
        over.append(ctx.is_over("load"))
        begun.set()
        while not ctx.is_over("load"):
            ctx.cancel.wait(0.01)
        over.append(ctx.is_over("elsewhere"))

    last, _told = run(bench, do("load", load), do("link", link))
    assert isinstance(last, RunDone)
    assert over == [False, True]


def test_a_step_that_waits_beside_one_that_fails_does_not_wait_for_ever(bench: Bench) -> None:
    def link(ctx: Context) -> None:
        while not ctx.is_over("load"):
            ctx.cancel.wait(0.01)

    last, _told = run(bench, do("link", link), do("load", fail(CommandFailed("no", "do"))))
    assert isinstance(last, RunFailed)
    assert last.step == "load"


def test_progress_tells_what_the_run_waits_for(bench: Bench) -> None:
    def prove(ctx: Context) -> None:
        ctx.report.at_work(Doing.PROVING)
        ctx.report.progress(1, 1, Unit.CHECKS, "")

    _last, told = run(bench, do("silent"), do("prove", prove, after=("silent",)))
    limits = [event.limit for event in told if isinstance(event, Progress)]
    assert [limit.cause for limit in limits if limit] == [Cause.PROOF]
