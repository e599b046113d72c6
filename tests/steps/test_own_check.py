"""The workshop's own check is run last, as it was shown; its failure is for its author to read."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.proof import verdict as proofs
from app.core.proof.code import Outcome
from app.core.proof.coding import code_when_done, code_when_failed
from app.core.proof.own import OwnTrial, check_own
from app.core.proof.programs import ProofPrograms
from app.core.proof.verdict import Check
from app.core.proof.words import line_of, untried
from app.core.workshops.own_check import OwnCheck
from app.errors import Action, Cancelled, CommandFailed
from app.steps.verify import Verify
from tests.fakes.bench import Bench, alive, wait_until
from tests.fakes.small_environment import SmallEnvironment

STEP = Verify()


@pytest.fixture
def environment(bench: Bench) -> SmallEnvironment:
    return SmallEnvironment(bench.plan.environment_prefix)


def bring(bench: Bench, code: str, name: str = "checks/check.py") -> None:
    """Give the plan a workshop with this check, and no libraries."""
    own = OwnCheck(name, code.encode())
    workshop = {"title": "A class", "check": name, "contact": "anna@example.org"}
    bench.plan = bench.plan.with_workshop(packages=(), explicit=(), **workshop)
    bench.plan = bench.plan.with_target(own_check=own)


def own_check(bench: Bench) -> Check:
    proof = proofs.load(bench.workspace)
    assert proof is not None
    assert proof.checks[-1].name == proofs.OWN, "it is the last"
    return proof.checks[-1]


def failure(bench: Bench) -> CommandFailed:
    with pytest.raises(CommandFailed) as caught:
        STEP.run(bench.context())
    assert own_check(bench).passed is False
    return caught.value


def test_a_script_runs_in_the_environment_with_the_materials(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.add("tiny", "value = 7")
    materials = bench.root / "home" / "materials"
    materials.mkdir()
    (materials / "data.csv").write_text("1,2\n")
    bring(
        bench,
        "import os, sys, tiny\n"
        "assert open('data.csv').read() == '1,2\\n'\n"
        "assert tiny.value == 7 and 'CONDA_EXE' not in os.environ\n"
        f"assert os.path.samefile(sys.prefix, {str(environment.prefix)!r})\n"
        "print('seen', sys.argv[1:])\n",
    )
    bench.plan = bench.plan.with_workshop(materials="notes")
    bench.plan = bench.plan.with_target(materials_folder=materials)
    STEP.run(bench.context())
    assert own_check(bench).passed
    assert "seen []" in bench.told.text
    assert "The workshop’s own check: works" in bench.told.text
    assert bench.told.counts[-1][:2] == (4, 4)
    assert bench.told.counts[-2][3] == "The workshop’s own check"
    code = code_when_done(bench.plan, bench.workspace)
    assert code is not None
    assert code.passed


def test_without_materials_it_has_an_empty_folder_that_goes_afterwards(
    bench: Bench, environment: SmallEnvironment
) -> None:
    bring(bench, "import os; assert os.listdir() == []; open('left.txt', 'w')")
    STEP.run(bench.context())
    assert own_check(bench).passed
    assert not list(bench.root.rglob("left.txt"))


def test_a_failure_is_told_with_its_output_and_whom_to_ask(
    bench: Bench, environment: SmallEnvironment
) -> None:
    bring(bench, "print('so far')\nraise ValueError('the data are from last year')")
    error = failure(bench)
    assert "the workshop’s own check" in error.summary
    assert "last year" in error.detail
    assert "so far" in error.detail
    assert "check.py ended with an error." in error.detail
    assert "anna@example.org" in error.remedy
    assert error.action is Action.GO_ON
    code = code_when_failed(bench.plan, bench.workspace, "verify")
    assert code is not None
    assert code.outcome is Outcome.OWN_CHECK


def test_what_is_left_out_is_not_tried_and_says_so(
    bench: Bench, environment: SmallEnvironment
) -> None:
    bring(bench, "raise SystemExit(1)")
    own = bench.plan.target.own_check
    assert own is not None
    bench.plan = bench.plan.with_target(own_check=replace(own, wanted=False))
    STEP.run(bench.context())
    assert own_check(bench).passed is None
    assert line_of(own_check(bench)) == "The workshop’s own check: not tried"
    assert untried(own_check(bench)) == "not tried"
    bench.plan = bench.plan.with_target(own_check=OwnCheck("check.py", problem="It is gone."))
    STEP.run(bench.context())
    assert own_check(bench).passed is None


def test_a_check_that_does_not_end_is_stopped_and_told_in_words(
    bench: Bench, environment: SmallEnvironment
) -> None:
    ctx = bench.context()
    programs = ProofPrograms(ctx.shell, ctx.platform, environment.prefix, bench.root / "scratch")
    trial = OwnTrial(OwnCheck("check.py", b"import time; time.sleep(60)"), minutes=0.02)
    check = check_own(programs, trial, lambda _text, _stream: None)
    assert check.passed is False
    assert "check.py had not ended after 0.02 minutes and was stopped." in check.detail


def test_cancelling_ends_the_check_and_all_that_it_started(
    bench: Bench, environment: SmallEnvironment
) -> None:
    noted = bench.root / "child"
    bring(
        bench,
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(noted)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n",
    )

    def stop() -> None:
        wait_until(lambda: noted.is_file() and noted.read_text() != "")
        bench.cancel.set()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        STEP.run(bench.context())
    thread.join()
    assert not alive(int(noted.read_text()))


def test_a_notebook_without_software_for_it_is_told(
    bench: Bench, environment: SmallEnvironment
) -> None:
    bring(bench, notebook("1 + 1"), "check.ipynb")
    error = failure(bench)
    assert "no software that runs notebooks; add: ipykernel" in error.detail


def notebook(*codes: str, tags: tuple[str, ...] = ()) -> str:
    cells = [
        {"cell_type": "code", "source": code.splitlines(keepends=True), "metadata": {"tags": tags}}
        for code in codes
    ]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# Hello"}, *cells]})


@pytest.mark.real
def test_a_notebook_is_run_cell_by_cell(bench: Bench, real_prefix: Path) -> None:
    bring(bench, notebook("import numpy\nx = 3", "print('x is', x)\nassert x == 3"), "check.ipynb")
    bench.plan = bench.plan.with_target(folder=real_prefix)
    STEP.run(bench.context())
    assert own_check(bench).passed
    assert "x is 3" in bench.told.text


@pytest.mark.real
def test_modules_of_the_materials_can_be_imported_but_replace_nothing(
    bench: Bench, real_prefix: Path
) -> None:
    materials = bench.root / "home" / "materials"
    materials.mkdir()
    for name in ("ipykernel_launcher", "IPython", "numpy", "json"):
        (materials / f"{name}.py").write_text("raise SystemExit('code that nobody was shown')")
    (materials / "helpers.py").write_text("value = 7")
    code = "import json, os, numpy, helpers\nassert helpers.value == 7\nprint(os.getcwd())"
    bring(bench, notebook(code), "check.ipynb")
    bench.plan = bench.plan.with_workshop(materials="notes")
    bench.plan = bench.plan.with_target(folder=real_prefix, materials_folder=materials)
    STEP.run(bench.context())
    assert own_check(bench).passed, own_check(bench).detail
    assert str(materials) in bench.told.text


@pytest.mark.real
def test_a_failing_cell_is_named_unless_it_is_there_to_fail(
    bench: Bench, real_prefix: Path
) -> None:
    bring(bench, notebook("x = 1", "raise KeyError('no such column')"), "check.ipynb")
    bench.plan = bench.plan.with_target(folder=real_prefix)
    error = failure(bench)
    assert "Cell 2 of the notebook ended with an error." in error.detail
    assert "no such column" in error.detail
    assert "\x1b" not in error.detail
    bring(bench, notebook("raise KeyError", tags=("raises-exception",)), "check.ipynb")
    bench.plan = bench.plan.with_target(folder=real_prefix)
    STEP.run(bench.context())
    assert own_check(bench).passed
    bring(bench, notebook("import os; os._exit(3)"), "check.ipynb")
    bench.plan = bench.plan.with_target(folder=real_prefix)
    assert "the kernel ended" in failure(bench).detail
