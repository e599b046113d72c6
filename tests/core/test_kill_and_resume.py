"""Kill it anywhere, run it again: it finishes, and nothing of the person was touched (F03)."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.core.after.lessons import LESSONS
from app.core.conda import marker
from app.core.run.journal import Journal, Owner
from app.paths import workspace_for
from app.steps import all_steps
from tests.fakes.bench import PACKAGES, Bench, contents, python_program

ROOT = Path(__file__).parents[2]
SLOW_STEPS = ("install_conda", "create_environment", "install_pip_packages")


@pytest.fixture
def world(tmp_path: Path) -> Bench:
    """A bench among things that belong to the person."""
    bench = Bench(tmp_path / "world")
    materials = bench.root / "kit" / "materials"
    materials.mkdir()
    for number in range(5):
        (materials / f"lesson-{number}.ipynb").write_text("{}" * 1000)
    for name in ("thesis/chapter.tex", "conda-notes.txt", "home/.condarc", "home/.bashrc"):
        file = bench.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"mine: {name}")
    return bench


def start(bench: Bench, delay: float) -> subprocess.Popen[str]:
    environment = {**os.environ, "FAKE_PYTHON_PROGRAM": python_program(), "FAKE_DELAY": str(delay)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.drive", str(bench.root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )


def events(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def finish(bench: Bench) -> list[dict[str, Any]]:
    process = start(bench, delay=0)
    told = list(events(process))
    assert process.wait() == 0, told[-1]
    assert process.stdout is not None
    process.stdout.close()
    return told


def the_persons_own(bench: Bench) -> dict[str, str]:
    """Everything that is not ours: the kit, the thesis, the home without what was consented to."""
    copied = ("home/materials", "home/lessons")
    ours = ("conda/", "cache", "work", *copied, "home/.local", "home/.conda/")
    return {
        name: digest
        for name, digest in contents(bench.root).items()
        if not name.startswith(ours) and name not in ("conda", "home/.conda")
    }


def check_finished(bench: Bench, before: dict[str, str]) -> None:
    plan = bench.plan.with_workshop(materials="materials", pip_packages=("requests",))
    prefix = plan.environment_prefix
    assert marker.answers(plan)
    assert {file.stem for file in (prefix / "conda-meta").glob("*-0.json")} == set(PACKAGES)
    assert json.loads((prefix / "pip-installed.json").read_text()) == ["requests"]
    journal = Journal(workspace_for(plan.target.folder))
    assert journal.owner(plan.target.folder) is Owner.COMPLETE
    assert journal.owner(prefix) is Owner.COMPLETE
    assert len(list((bench.root / "home" / "materials").glob("*.ipynb"))) == 5
    assert {file.name for file in (bench.root / "home" / "lessons").iterdir()} == set(LESSONS)
    leftovers = [p for p in bench.root.rglob("*") if p.name.endswith((".partial", "-new"))]
    assert leftovers == []
    assert list(bench.root.glob("conda.unfinished*")) == []
    assert the_persons_own(bench) == before


def children_in(folder: Path) -> list[int]:
    """Processes whose command line names `folder`: our children, whoever is their parent now."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []
        if any(str(folder) in word for word in words) and process.info["status"] != "zombie":
            found.append(process.pid)
    return found


# The proof runs anew each time; there are no servers to set in this plan.
STEPS = [step.name for step in all_steps() if step.name not in ("verify", "set_servers")]


@pytest.mark.parametrize("step", STEPS)
def test_killed_in_any_step_the_next_run_finishes(world: Bench, step: str) -> None:
    before = the_persons_own(world)
    process = start(world, delay=0.3)
    for event in events(process):
        assert event["event"] != "run_failed", event
        if event["event"] == "step_started" and event["step"] == step:
            break
    else:
        pytest.fail(f"{step} never began")
    time.sleep(0.15 if step in SLOW_STEPS else 0.0)
    kill(process)
    finish(world)
    check_finished(world, before)
    assert children_in(world.root) == []


@pytest.mark.parametrize("seed", range(4))
def test_killed_again_and_again_at_random_moments_it_still_finishes(
    world: Bench, seed: int
) -> None:
    before = the_persons_own(world)
    moments = random.Random(seed)
    for _attempt in range(3):
        process = start(world, delay=0.1)
        time.sleep(moments.uniform(0.3, 1.8))
        kill(process)
    finish(world)
    check_finished(world, before)


def test_a_second_run_finds_everything_done(world: Bench) -> None:
    before = the_persons_own(world)
    finish(world)
    after_first = contents(world.root / "conda")
    told = finish(world)
    skipped = {event["step"] for event in told if event["event"] == "step_skipped"}
    assert skipped == {*STEPS, "set_servers"} - {"add_launchers"}
    assert contents(world.root / "conda") == after_first
    check_finished(world, before)


def test_the_installer_of_a_killed_run_is_stopped_before_the_next_one_begins(world: Bench) -> None:
    process = start(world, delay=60)
    for event in events(process):
        if event["event"] == "line" and event["step"] == "install_conda":
            break
    kill(process)
    orphans = children_in(world.root / "conda")
    assert orphans, "the killed run has left its installer behind"
    finish(world)
    assert not set(orphans) & set(children_in(world.root))


def test_a_conda_that_the_person_made_after_an_interruption_is_not_removed(world: Bench) -> None:
    """Killed before anything was made; the person then installs conda by hand, in that place."""
    workspace = workspace_for(world.plan.target.folder)
    folder = world.plan.target.folder
    Journal(workspace).begin(folder)
    Journal(workspace).remove_unfinished(folder)
    (folder / "conda-meta").mkdir(parents=True)
    (folder / "conda-meta" / "history").write_text("by hand")
    process = start(world, delay=0)
    told = list(events(process))
    assert process.wait() == 1
    assert process.stdout is not None
    process.stdout.close()
    assert told[-1]["event"] == "run_failed"
    assert told[-1]["error"]["exit_code"] == 2
    assert (folder / "conda-meta" / "history").read_text() == "by hand"
