"""`seedbed proof` as a person types it, and as a script reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.proof_arguments import ProofExit
from app.core.cancel import Cancel
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import lock_mark, workshop_mark
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import ExitCode
from tests.cli.test_cli import WORKSHOP as UNLOCKED
from tests.cli.test_cli import seedbed

CHANNEL = "./channel"
WORKSHOP = f'{UNLOCKED}channels = ["{CHANNEL}"]\n'
LOCK = f"""\
version = 1

[linux-64]
fingerprint = "{"f" * 64}"
packages = 1
files = [
    {{ url = "{CHANNEL}/linux-64/numpy-2.4.1-py312_0.conda", size = 1, sha256 = "{"0" * 64}" }},
]
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    file = tmp_path / "workshop.toml"
    file.write_text(WORKSHOP, "utf-8")
    (tmp_path / "workshop.lock.toml").write_text(LOCK, "utf-8")
    return file


def code(
    file: Path, outcome: Outcome = Outcome.PASSED, package: str = "numpy-2.4.1-py312_0"
) -> str:
    """The code that a participant with this file and this package would read out."""
    opened = open_workshop(str(file), Session.start(), Cancel()).workshop
    assert not opened.lock.problem
    return ProofCode(outcome, workshop_mark(opened), lock_mark([package])).text


def test_a_code_of_the_workshop_and_its_lock_is_good(workshop: Path) -> None:
    read = seedbed("proof", code(workshop).lower().replace("-", " "), "--workshop", str(workshop))
    assert read.returncode == 0, read.stderr
    assert "✓ Everything works." in read.stdout
    assert "exactly the packages of its lock" in read.stdout
    assert read.stdout.startswith(code(workshop)), "as it should have been typed"


def test_without_a_workshop_it_says_what_happened_and_how_to_compare(workshop: Path) -> None:
    read = seedbed("proof", code(workshop, Outcome.KERNEL))
    assert read.returncode == ProofExit.FAILED
    assert "This part failed: A notebook cell" in read.stdout
    assert "--workshop" in read.stderr


@pytest.mark.parametrize(
    ("outcome", "package", "data", "ending"),
    [
        (Outcome.PASSED, "numpy-2.4.1-py312_0", (True, None, "same"), 0),
        (Outcome.PASSED, "numpy-1.0-0", (True, None, "other_packages"), 12),
        (Outcome.EXAMPLE, "numpy-1.0-0", (False, "example", "other_packages"), 11),
        (Outcome.LIBRARY, "numpy-2.4.1-py312_0", (False, "library", "same"), 11),
    ],
)
def test_a_script_reads_it_as_json_and_by_the_exit_code(
    workshop: Path,
    outcome: Outcome,
    package: str,
    data: tuple[bool, str | None, str],
    ending: int,
) -> None:
    text = code(workshop, outcome, package)
    read = seedbed("proof", text, "--workshop", str(workshop), "--json")
    passed, failed, belongs = data
    assert json.loads(read.stdout) == {
        "code": text,
        "passed": passed,
        "failed": failed,
        "belongs": belongs,
    }
    assert read.returncode == ending


def test_a_code_of_another_workshop_is_recognised(workshop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(WORKSHOP.replace("numpy", "pandas"), "utf-8")
    read = seedbed("proof", code(workshop), "--workshop", str(other))
    assert read.returncode == ProofExit.OTHER_WORKSHOP
    assert "It is for another workshop" in read.stdout


def test_an_altered_code_is_told_in_one_sentence(workshop: Path) -> None:
    text = code(workshop)
    altered = ("1" if text[0] == "0" else "0") + text[1:]
    read = seedbed("proof", altered, "--json")
    assert read.returncode == ExitCode.PLAN
    assert json.loads(read.stdout)["event"] == "run_failed"
    assert "was altered or mistyped" in read.stderr
    assert "Traceback" not in read.stderr


def test_a_lock_that_cannot_be_used_is_told(workshop: Path) -> None:
    text = code(workshop)
    workshop.with_name("workshop.lock.toml").write_text("version = 99", "utf-8")
    read = seedbed("proof", text, "--workshop", str(workshop))
    assert "newer Seedbed" in read.stderr
    assert "It is for this workshop." in read.stdout
    assert read.returncode == 0


def test_a_workshop_that_is_not_there_is_told(tmp_path: Path, workshop: Path) -> None:
    read = seedbed("proof", code(workshop), "--workshop", str(tmp_path / "gone.toml"))
    assert read.returncode == ExitCode.PLAN
    assert "no workshop" in read.stderr


def test_the_help_tells_the_exit_codes_and_no_other_command_has_them() -> None:
    shown = " ".join(seedbed("proof", "--help").stdout.split())
    for ending in ProofExit:
        assert f"{int(ending)} " in shown
    assert not {int(one) for one in ProofExit} & {int(one) for one in ExitCode} - {0}
