"""Where a run stands, from its events."""

from __future__ import annotations

from dataclasses import replace

from app.core.run.events import (
    Line,
    Progress,
    RunCancelled,
    RunDone,
    RunFailed,
    StepDone,
    StepSkipped,
    StepStarted,
    Unit,
)
from app.core.run.limit import Cause, Limit
from app.errors import NoSpace
from app.gui.run_state import RunState, StepState, StepView
from tests.fakes.clock import Clock


def state(*names: str) -> RunState:
    clock = Clock()
    made = RunState([StepView(name, name.title()) for name in names], clock)
    made.began = clock()
    return made


def progress(step: str, overall: float, done: int = 1, total: int | None = 2) -> Progress:
    return Progress(step, done, total, Unit.PACKAGES, "numpy", 1.0, overall)


def test_steps_go_from_waiting_over_working_to_done() -> None:
    run = state("a", "b")
    run.take([StepStarted("a", "First")])
    assert [step.state for step in run.steps] == [StepState.WORKING, StepState.WAITING]
    assert run.steps[0].title == "First"
    run.take([StepDone("a", 3.0), StepSkipped("b", "Second", "already there")])
    assert [step.state for step in run.steps] == [StepState.DONE, StepState.SKIPPED]
    assert run.elapsed(run.steps[0]) == 3.0
    assert run.steps[1].detail == "already there"


def test_the_overall_share_never_goes_backwards() -> None:
    run = state("a")
    run.take([StepStarted("a", "A"), progress("a", 0.5), progress("a", 0.3)])
    assert run.overall == 0.5


def test_nothing_counts_as_counted_before_a_share_was_measured() -> None:
    run = state("a")
    run.take([StepStarted("a", "A"), progress("a", 0.0, total=None)])
    assert not run.counted
    assert run.steps[0].detail == "1 package so far · numpy"


def test_what_limits_the_run_is_forgotten_when_it_ends() -> None:
    run = state("a")
    limit = Limit(Cause.CONDA)
    run.take([StepStarted("a", "A"), replace(progress("a", 0.1), limit=limit)])
    assert run.limit is limit
    run.take([StepDone("a", 1.0), RunDone(1.0)])
    assert run.limit is None
    assert run.ended() == 1


def test_a_failure_marks_its_step_and_stops_the_others() -> None:
    run = state("a", "b", "c")
    run.take([StepStarted("a", "A"), StepStarted("b", "B"), RunFailed("b", NoSpace("Full"))])
    states = [step.state for step in run.steps]
    assert states == [StepState.STOPPED, StepState.FAILED, StepState.WAITING]


def test_a_cancelled_run_stops_what_was_at_work() -> None:
    run = state("a")
    run.take([StepStarted("a", "A"), RunCancelled(1.0)])
    assert run.steps[0].state is StepState.STOPPED
    assert run.seconds_left is None


def test_a_run_that_ended_without_an_event_is_ended_too() -> None:
    run = state("a")
    run.take_end(None)
    assert isinstance(run.last, RunCancelled)
    run = state("a")
    run.take_end(NoSpace("Full"))
    assert isinstance(run.last, RunFailed)


def test_a_finished_run_is_complete() -> None:
    run = state("a")
    run.take([StepStarted("a", "A"), StepDone("a", 1.0), RunDone(1.0)])
    assert run.overall == 1.0
    run.take_end(None)
    assert isinstance(run.last, RunDone)


def test_elapsed_time_grows_while_a_step_works() -> None:
    run = state("a")
    run.take([StepStarted("a", "A")])
    clock = run.clock
    assert isinstance(clock, Clock)
    clock.now += 7
    assert run.elapsed(run.steps[0]) == 7


def test_lines_are_handed_out_once_and_capped() -> None:
    run = state("a")
    run.take(Line("a", f"line {number}") for number in range(20_000))
    lines = run.take_lines()
    assert len(lines) == 5000
    assert lines[-1] == "line 19999"
    assert run.take_lines() == []


def test_a_step_that_was_not_announced_gets_a_line_of_its_own() -> None:
    run = state("a")
    run.take([StepStarted("prepare", "Preparing")])
    assert [step.title for step in run.steps] == ["A", "Preparing"]
