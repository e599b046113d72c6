"""The one call that window and command line share: whatever happens, there is one last event."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from app.core.cancel import Cancel
from app.core.run.events import Event, Line, RunCancelled, RunDone, RunFailed, StepSkipped
from app.core.run.journal import Journal
from app.core.run.runlog import last_failure
from app.errors import Action, PlanInvalid, Unexpected
from app.paths import workspace_for
from app.platforms.linux import Linux
from app.steps import all_steps
from app.steps.road import Run, fetch_early, run_plan
from tests.fakes.bench import INSTALLER, Bench, alive, catalog, names, wait_until


def run(bench: Bench) -> tuple[Event, list[Event]]:
    told: list[Event] = []
    last = run_plan(bench.session, bench.plan, bench.machine, bench.cancel, told.append)
    return last, told


def run_of(bench: Bench) -> Run:
    return Run(bench.session, bench.plan, bench.machine, bench.cancel)


def run_all_but_the_proof(bench: Bench) -> tuple[Event, list[Event]]:
    told: list[Event] = []
    steps = [step for step in all_steps() if step.name != "verify"]
    return run_of(bench).go(steps, told.append, checked=True), told


def test_the_steps_name_each_other_rightly_and_in_an_order_that_can_be_run() -> None:
    before: set[str] = set()
    for step in all_steps():
        assert set(step.after) <= before, f"{step.name} waits for a step that comes later"
        assert step.name not in before
        assert step.weight > 0
        assert step.title
        before.add(step.name)


def test_a_whole_run_says_what_it_does_and_ends_once(bench: Bench) -> None:
    last, told = run_all_but_the_proof(bench)
    assert isinstance(last, RunDone), told
    assert told[-1] is last
    happened = names(told)
    assert happened[-1] == "RunDone"
    assert "StepDone create_environment" in happened
    assert {event.step for event in told if isinstance(event, StepSkipped)} == {
        "copy_materials",
        "copy_lessons",
        "install_pip_packages",
        "set_servers",
    }


def test_an_environment_that_proves_nothing_is_not_called_ready(bench: Bench) -> None:
    """The fake environment has no working libraries: the verdict must say so."""
    last, _told = run(bench)
    assert isinstance(last, RunFailed)
    assert last.step == "verify"
    assert last.error.remedy


def test_a_plan_with_a_stop_finding_is_refused_before_anything_is_done(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(licence_accepted=False, environment="base")
    last, told = run(bench)
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, PlanInvalid)
    (further,) = last.error.detail.splitlines()
    assert "base" in last.error.summary + further, "the other reason is told as well"
    assert last.error.summary not in further, "and none of them twice"
    assert "target." not in further, "names of ours say nothing to anybody"
    assert names(told) == ["RunFailed prepare"]
    assert not bench.plan.target.folder.exists()
    failure = last_failure(workspace_for(bench.plan.target.folder))
    assert failure is not None
    assert (failure.step, failure.summary) == ("prepare", last.error.summary)


@pytest.mark.parametrize(
    ("target", "workshop", "action"),
    [
        ({"licence_accepted": False}, {}, Action.LICENCE),
        ({"environment": "base"}, {}, Action.ENVIRONMENT),
        ({}, {"packages": ("two words here",)}, Action.LIBRARIES),
        ({}, {"python": "2.7"}, Action.ENVIRONMENT),
        ({}, {"distribution": "nonsense"}, Action.LICENCE),
    ],
)
def test_a_refusal_leads_to_the_answer_it_is_about(
    bench: Bench, target: dict[str, object], workshop: dict[str, object], action: Action
) -> None:
    bench.plan = bench.plan.with_target(**target).with_workshop(**workshop)
    last, _told = run(bench)
    assert isinstance(last, RunFailed)
    assert last.error.action is action


def test_a_folder_of_somebody_else_leads_to_the_choice_of_a_folder(bench: Bench) -> None:
    bench.plan.target.folder.mkdir(parents=True)
    (bench.plan.target.folder / "thesis.txt").write_text("mine")
    last, _told = run(bench)
    assert isinstance(last, RunFailed)
    assert last.error.action is Action.FOLDER


def test_two_runs_in_one_folder_do_not_disturb_each_other(bench: Bench) -> None:
    workspace = workspace_for(bench.plan.target.folder)
    workspace.mkdir(parents=True)
    with FileLock(workspace / "run.lock"):
        last, told = run(bench)
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, PlanInvalid)
    assert "already working" in last.error.summary
    assert len(told) == 1


def test_a_run_that_was_cancelled_before_it_began_says_so(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(catalog="installers.toml")
    bench.cancel.set()
    last, told = run(bench)
    assert isinstance(last, RunCancelled)
    assert told[-1] is last


def test_a_workspace_that_cannot_be_made_is_a_failed_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = bench.root / "a file"
    blocked.write_text("")
    monkeypatch.setenv("SEEDBED_HOME", str(blocked))
    last, told = run(bench)
    assert isinstance(last, RunFailed)
    assert told == [last]
    assert last.error.summary


def test_a_mistake_of_ours_while_preparing_still_gives_a_last_event(bench: Bench) -> None:
    class Sleepless(Linux):
        def keep_awake(self) -> AbstractContextManager[None]:
            raise KeyError("a bug")

    told: list[Event] = []
    session = replace(bench.session, platform=Sleepless())
    last = run_plan(session, bench.plan, bench.machine, bench.cancel, told.append)
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, Unexpected)
    assert told == [last]


def test_the_run_is_written_into_the_log_of_its_workspace(bench: Bench) -> None:
    run_all_but_the_proof(bench)
    (log,) = (workspace_for(bench.plan.target.folder) / "logs").glob("*.log")
    text = log.read_text()
    assert "$ bash" in text
    assert "installation finished." in text
    assert '"event": "run_done"' in text
    assert '"event": "progress"' not in text


def test_an_orphan_of_a_killed_run_is_stopped_and_that_is_logged(bench: Bench) -> None:
    import subprocess

    orphan = subprocess.Popen(["sleep", "600"])
    workspace = workspace_for(bench.plan.target.folder)
    Journal(workspace).note_child(orphan.pid, True)
    run_all_but_the_proof(bench)
    wait_until(lambda: not alive(orphan.pid))
    orphan.wait()
    (log,) = (workspace / "logs").glob("*.log")
    assert "stopped 1 programs" in log.read_text()


def test_the_installer_alone_can_be_fetched_early_and_is_not_fetched_twice(bench: Bench) -> None:
    told: list[Event] = []
    last = fetch_early(bench.session, bench.plan, bench.machine, Cancel(), told.append)
    assert isinstance(last, RunDone)
    assert not bench.plan.target.folder.exists()
    (kept,) = (bench.root / "cache" / "installers").rglob("*.sh")
    stamp = kept.stat().st_mtime_ns
    last, told = run_all_but_the_proof(bench)
    assert isinstance(last, RunDone)
    assert kept.stat().st_mtime_ns == stamp


def test_an_early_fetch_does_not_judge_the_unfinished_plan(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(licence_accepted=False)
    last = fetch_early(bench.session, bench.plan, bench.machine, Cancel(), lambda _event: None)
    assert isinstance(last, RunDone)


def test_the_workshops_own_catalogue_is_read_from_its_folder(bench: Bench) -> None:
    digest = catalog().installers[0].sha256
    (bench.root / "kit" / "own.sh").write_bytes(INSTALLER.read_bytes())
    (bench.root / "kit" / "installers.toml").write_text(
        f"""schema = 1
[[installer]]
distribution = "miniconda"
version = "99.1"
os = "linux"
cpu = "x86_64"
file = "own.sh"
url = "own.sh"
sha256 = "{digest}"
"""
    )
    bench.plan = bench.plan.with_workshop(catalog="installers.toml", distribution_version="99.1")
    last, _told = run_all_but_the_proof(bench)
    assert isinstance(last, RunDone), last


@pytest.mark.parametrize("step", ["install_conda", "create_environment"])
def test_cancelled_in_a_step_it_ends_cancelled_and_a_second_run_finishes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setenv("FAKE_DELAY", "0.5")
    told: list[Event] = []

    def cancel_in_step(event: Event) -> None:
        told.append(event)
        if f"StepStarted {step}" in names([event]):
            threading.Timer(0.2, bench.cancel.set).start()

    steps = [one for one in all_steps() if one.name != "verify"]
    assert isinstance(run_of(bench).go(steps, cancel_in_step, checked=True), RunCancelled)
    assert not isinstance(told[-1], Line)
    assert not _half_made(bench)
    monkeypatch.setenv("FAKE_DELAY", "0")
    bench.cancel = Cancel()
    assert isinstance(run_all_but_the_proof(bench)[0], RunDone)


def _half_made(bench: Bench) -> list[Path]:
    journal = Journal(workspace_for(bench.plan.target.folder))
    folders = (bench.plan.target.folder, bench.plan.environment_prefix)
    return [folder for folder in folders if journal.owner(folder) == "unfinished"]
