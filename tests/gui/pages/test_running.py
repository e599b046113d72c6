"""Running: events become lines, bars and a log; failures are explained on the page."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QProgressBar
from pytestqt.qtbot import QtBot

from app.core.cancel import Cancel
from app.core.plan import Plan
from app.core.proof.code import Outcome, read_code
from app.core.run.events import (
    Event,
    Line,
    Progress,
    RunCancelled,
    RunDone,
    RunFailed,
    StepDone,
    StepStarted,
    Unit,
)
from app.core.run.limit import Cause, Limit
from app.core.session import Session
from app.errors import NoNetwork
from app.gui.known import Known
from app.gui.pages.running import RunningPage
from app.gui.run_state import StepState
from app.gui.worker import Emit, Job
from app.steps import all_steps
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[RunningPage]:
    made = RunningPage(session, plan, known)
    made.retranslate()
    made.resize(800, 600)
    made.show()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not made.running, timeout=10_000)
    made.deleteLater()


def saying(*events: Event, then: object = None, until_cancelled: bool = False) -> Job:
    """A job that says these events."""

    def job(emit: Emit, cancel: Cancel) -> object:
        for event in events:
            emit(event)
        if until_cancelled:
            while not cancel.asked:
                time.sleep(0.01)
            emit(RunCancelled(1.0))
            return RunCancelled(1.0)
        return then if then is not None else events[-1]

    return job


def run(page: RunningPage, qtbot: QtBot, *events: Event) -> None:
    with qtbot.waitSignal(page.ended, timeout=10_000):
        page.run(saying(*events))


def test_every_step_has_a_line_before_anything_happens(page: RunningPage, qtbot: QtBot) -> None:
    page.run(saying(until_cancelled=True))
    page.all_steps.setChecked(True)
    shown = texts_of(page)
    for step in all_steps():
        assert step.title in shown
    bar = page.findChildren(QProgressBar)[0]
    assert (bar.minimum(), bar.maximum()) == (0, 0)


def test_progress_is_shown_beside_its_step_and_on_the_bar(page: RunningPage, qtbot: QtBot) -> None:
    page.run(
        saying(
            StepStarted("fetch_packages", "Downloading the libraries"),
            Progress(
                "fetch_packages", 64_000_000, 137_000_000, Unit.BYTES, "", 3, 0.4, 5_000_000, 15
            ),
            until_cancelled=True,
        )
    )
    qtbot.waitUntil(lambda: "64 MB of 137 MB" in texts_of(page), timeout=5000)
    assert page.findChildren(QProgressBar)[0].value() == 400
    assert "About 15 seconds left" in texts_of(page)
    assert "0 of 11 steps done · " in texts_of(page)
    page.stop()
    assert "About 15 seconds left" not in texts_of(page)


def test_in_a_small_window_only_the_steps_at_work_are_shown_until_all_are_wanted(
    page: RunningPage, qtbot: QtBot
) -> None:
    last = all_steps()[-1].title
    page.run(saying(StepStarted("fetch_packages", "Downloading it"), until_cancelled=True))
    qtbot.waitUntil(lambda: "Downloading it" in texts_of(page), timeout=5000)
    assert last not in texts_of(page)
    assert "0 of" in texts_of(page)
    page.all_steps.click()
    assert last in texts_of(page)


def test_what_limits_the_run_is_said_while_it_lasts(page: RunningPage, qtbot: QtBot) -> None:
    said = "Limited by the disk: 12 packages wait to be unpacked"
    limit = Limit(Cause.UNPACKING_DISK, archives=12)
    page.run(
        saying(
            StepStarted("fetch_packages", "F"),
            Progress("fetch_packages", 1, 9, Unit.PACKAGES, "", 3, 0.4, limit=limit),
            until_cancelled=True,
        )
    )
    qtbot.waitUntil(lambda: said in texts_of(page), timeout=5000)
    page.stop()
    assert said not in texts_of(page)


def test_tips_are_there_while_it_runs_and_gone_when_something_must_be_dealt_with(
    page: RunningPage, qtbot: QtBot
) -> None:
    page.run(saying(StepStarted("verify", "V"), until_cancelled=True))
    assert "What an environment is" in texts_of(page)
    page.tips.next_button.click()
    assert "bin/activate" in texts_of(page)
    with qtbot.waitSignal(page.ended, timeout=5000):
        page.stop()
    assert not page.tips.isVisible()


def test_there_is_no_pause_beside_cancel(page: RunningPage, qtbot: QtBot) -> None:
    page.run(saying(StepStarted("verify", "V"), until_cancelled=True))
    buttons = page.findChildren(QAbstractButton)
    assert page.all_steps in buttons
    assert not [each for each in buttons if "pause" in each.text().replace("&", "").lower()]


def test_an_error_stays_until_it_is_dealt_with(page: RunningPage, qtbot: QtBot) -> None:
    run(page, qtbot, RunFailed("verify", NoNetwork("Cut.", "Plug it in.")))
    page.all_steps.click()
    page.log.open()
    page.retranslate()
    page.learn(page.known)
    assert "Cut." in texts_of(page)
    assert page.problem.isVisible()


def test_a_finished_run_may_go_on(page: RunningPage, qtbot: QtBot) -> None:
    assert not page.isComplete()
    run(page, qtbot, StepStarted("verify", "V"), StepDone("verify", 1), RunDone(1.0))
    assert page.isComplete()
    assert not page.problem.isVisible()


def test_a_failure_says_what_happened_what_to_do_and_what_was_kept(
    page: RunningPage, qtbot: QtBot
) -> None:
    error = NoNetwork("The line was cut.", "Plug it in.", "errno 104")
    run(page, qtbot, StepStarted("fetch_packages", "F"), RunFailed("fetch_packages", error))
    shown = texts_of(page)
    assert "The line was cut." in shown
    assert "Plug it in." in shown
    assert "is kept" in shown
    assert not page.isComplete()
    failed = [step.name for step in page.state.steps if step.state is StepState.FAILED]
    assert failed == ["fetch_packages"]


def test_another_try_forgets_the_failure(page: RunningPage, qtbot: QtBot) -> None:
    run(page, qtbot, RunFailed("fetch_packages", NoNetwork("Cut.", "Plug it in.")))
    run(page, qtbot, RunDone(1.0))
    assert not page.problem.isVisible()
    assert page.succeeded


def test_stopping_is_said_at_once_and_then_what_is_kept(page: RunningPage, qtbot: QtBot) -> None:
    page.run(saying(StepStarted("verify", "Proving"), until_cancelled=True))
    qtbot.waitUntil(lambda: bool(page.state.working()), timeout=5000)
    with qtbot.waitSignal(page.ended, timeout=5000):
        page.stop()
        assert "Stopping…" in texts_of(page)
    assert "The installation was stopped." in texts_of(page)
    assert not page.succeeded


def test_a_mistake_of_ours_is_shown_like_any_failure(page: RunningPage, qtbot: QtBot) -> None:
    def job(_emit: Emit, _cancel: Cancel) -> object:
        raise ZeroDivisionError("oops")

    with qtbot.waitSignal(page.ended, timeout=5000):
        page.run(job)
    assert page.problem.isVisible()
    assert "Seedbed itself" in texts_of(page)


def test_the_report_of_a_failure_is_saved_where_the_person_wants(
    page: RunningPage, qtbot: QtBot, tmp_path: Path
) -> None:
    run(page, qtbot, RunFailed("verify", NoNetwork("Cut.", "Plug it in.", "errno 104")))
    file = tmp_path / "report.zip"
    page.problem.save_to(file)
    assert str(file) in texts_of(page)
    with zipfile.ZipFile(file) as report:
        assert "errno 104" in report.read("error.txt").decode()
        assert "machine.json" in report.namelist()


def test_a_report_that_cannot_be_saved_is_told(
    page: RunningPage, qtbot: QtBot, tmp_path: Path
) -> None:
    run(page, qtbot, RunFailed("verify", NoNetwork("Cut.", "Plug it in.")))
    page.problem.save_to(tmp_path / "no such folder" / "report.zip")
    assert "could not be written" in texts_of(page)


def test_a_flood_of_lines_leaves_the_window_responsive(page: RunningPage, qtbot: QtBot) -> None:
    lateness: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        lateness.append(now - last)
        last = now

    page.log.open()
    beat = QTimer()
    beat.setInterval(5)
    beat.timeout.connect(tick)
    beat.start()
    lines = [Line("verify", f"line {number} " + "x" * 60) for number in range(20_000)]
    run(page, qtbot, StepStarted("verify", "V"), *lines, RunDone(1.0))
    qtbot.waitUntil(lambda: "line 19999" in page.log.view.toPlainText(), timeout=5000)
    beat.stop()
    assert max(lateness) < 1, f"the window froze for {max(lateness):.3f} s"
    assert page.log.view.blockCount() <= 5000


def test_a_failed_run_of_a_workshop_has_a_code_that_says_which_part(
    page: RunningPage, plan: Plan, qtbot: QtBot
) -> None:
    page.show_plan(plan.with_workshop(title="Introduction to machine learning"))
    run(page, qtbot, RunFailed("fetch_packages", NoNetwork("No network.")))
    assert page.code.isVisible()
    assert read_code(page.code.code.text()).outcome is Outcome.DOWNLOAD
    page.run(saying(until_cancelled=True))
    assert not page.code.isVisible(), "what the last run came to is over"


@pytest.mark.parametrize(
    ("title", "last"),
    [
        ("", RunFailed("fetch_packages", NoNetwork("No network."))),
        ("A workshop", RunFailed("prepare", NoNetwork("No network."))),
        ("A workshop", RunCancelled(1.0)),
        ("A workshop", RunDone(1.0)),
    ],
    ids=["own plan", "nothing tried", "stopped", "done"],
)
def test_without_a_workshop_or_a_failed_part_there_is_no_code(
    page: RunningPage, plan: Plan, qtbot: QtBot, title: str, last: Event
) -> None:
    page.show_plan(plan.with_workshop(title=title))
    run(page, qtbot, last)
    assert not page.code.isVisible()
