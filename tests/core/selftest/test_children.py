"""The self-test's children do real work, and are really gone afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.selftest import children
from app.core.selftest.check import Check, carry_out
from app.core.session import Session
from app.errors import Cancelled, CommandFailed, PlanInvalid

ROOT = Path(__file__).parents[3]


def test_three_generations_are_stopped() -> None:
    assert children.process_tree(Session.start(), Cancel()) == "3 processes stopped"


def test_the_tiny_channel_is_solved_by_the_real_solver() -> None:
    assert children.solver(Session.start(), Cancel()) == "sapling 1.0, seed 2.0"


def test_the_window_is_drawn_in_every_language() -> None:
    assert children.window(Session.start(), Cancel()) == "en, zh_CN"


def test_a_window_that_cannot_be_drawn_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = (sys.executable, "-c", "import sys; sys.exit('no Qt here')")
    monkeypatch.setattr(children, "window_command", lambda *_words: (broken, tmp_path))
    with pytest.raises(CommandFailed, match="cannot be drawn") as told:
        children.window(Session.start(), Cancel())
    assert "no Qt here" in told.value.detail


def test_what_fails_does_not_stop_the_rest() -> None:
    def broken() -> str:
        raise PlanInvalid("It is broken.", "Mend it.")

    def odd() -> str:
        raise ZeroDivisionError

    checks = [Check("a", "A", broken), Check("b", "B", odd), Check("c", "C", lambda: "fine")]
    results = list(carry_out(checks))
    assert [result.ok for result in results] == [False, False, True]
    assert (results[0].detail, results[0].remedy) == ("It is broken.", "Mend it.")
    assert "ZeroDivisionError" in results[1].detail


def test_a_self_test_that_is_stopped_stops() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        list(carry_out([Check("x", "X", lambda: children.solver(Session.start(), cancel))]))


def test_the_command_says_what_it_found_and_ends_with_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "selftest", "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["selftest"] == "passed", done.stdout
    assert done.returncode == 0
    names = {check["name"] for check in answer["checks"]}
    assert names == {
        "folders", "resources", "translations", "certificates", "solver", "children", "window",
    }  # fmt: skip


@pytest.mark.real
def test_the_deep_one_installs_a_kit_and_leaves_nothing(practice_kit: Path, own_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "selftest", "--deep", str(practice_kit), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["checks"][-1]["name"] == "deep"
    assert answer["selftest"] == "passed", done.stdout
    assert not list(own_home.glob("**/seedbed-selftest*"))
