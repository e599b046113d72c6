"""A run that fails on a terminal: what happened, what to do, what was kept, and a report."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.cli.failure import typed_remedy
from app.cli.texts import show_error
from app.errors import Action, NoNetwork
from tests.cli.test_cli import seedbed


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """A folder in which nothing can be installed."""
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    return folder


def test_a_failure_says_what_happened_what_to_do_and_what_was_kept(
    practice_kit: Path, taken: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report"
    where = (str(practice_kit), "--to", str(taken), "--no-launchers")
    failed = seedbed("install", *where, "--yes", "--report", str(report))
    assert failed.returncode == 2
    assert str(taken) in failed.stderr
    assert "--to DIR" in failed.stderr
    assert "Nothing was changed by this try" in failed.stderr
    assert "The log: " in failed.stderr
    assert "“report” in the place of “install”" in failed.stderr
    assert f"Saved: {report}.zip" in failed.stderr
    with zipfile.ZipFile(f"{report}.zip") as archive:
        told = archive.read("error.txt").decode()
    assert str(taken.name) in told
    assert "prepare" in told


def test_what_forbids_a_run_is_told_once(practice_kit: Path, taken: Path) -> None:
    where = (str(practice_kit), "--to", str(taken), "--no-launchers")
    for more in ((), ("--yes",)):
        failed = seedbed("install", *where, *more)
        assert failed.returncode == 2
        assert failed.stderr.count("is not empty") == 1, failed.stderr
        assert "target." not in failed.stderr


def test_the_log_of_an_earlier_run_is_not_shown_for_one_that_never_began(
    practice_kit: Path, taken: Path
) -> None:
    where = ("install", str(practice_kit), "--to", str(taken), "--no-launchers")
    assert "The log: " in seedbed(*where, "--yes").stderr
    never = seedbed(*where, "--package", "nnumpy", "--yes")
    assert never.returncode == 2
    assert "nnumpy" in never.stderr
    assert "The log: " not in never.stderr


def test_what_was_tried_again_and_failed_alike_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_error(NoNetwork("Nobody answers.", "Try again.", "refused\n" * 5 + "gave up"))
    assert capsys.readouterr().err.count("refused") == 1


def test_a_report_can_be_made_afterwards_and_pasted(
    practice_kit: Path, taken: Path, tmp_path: Path
) -> None:
    where = (str(practice_kit), "--to", str(taken), "--no-launchers")
    failed = seedbed("install", *where, "--yes", "--json")
    error = json.loads(failed.stdout.splitlines()[-1])["error"]
    assert error["action"] == "folder"
    pasted = seedbed("report", *where, "--text")
    assert pasted.returncode == 0, pasted.stderr
    assert pasted.stdout.startswith("# Seedbed report")
    assert error["summary"].replace(str(Path.home()), "<home>") in pasted.stdout
    assert "step: prepare" in pasted.stdout
    assert "licence" not in pasted.stdout
    file = tmp_path / "sent.zip"
    saved = seedbed("report", *where, "--output", str(file))
    assert saved.stdout.strip() == str(file)
    assert "no passwords" in saved.stderr
    with zipfile.ZipFile(file) as archive:
        # What is free changes from one moment to the next; how it failed does not.
        before = archive.read("report.md").decode().partition("## This computer")[0]
        assert pasted.stdout.startswith(before)
        assert any(name.startswith("logs/") for name in archive.namelist())


def test_a_report_without_any_option_is_about_the_last_run(
    practice_kit: Path, taken: Path, tmp_path: Path
) -> None:
    where = (str(practice_kit), "--to", str(taken), "--no-launchers", "--name", "mine")
    failed = seedbed("install", *where, "--yes", "--json")
    error = json.loads(failed.stdout.splitlines()[-1])["error"]
    pasted = seedbed("report", "--text")
    assert pasted.returncode == 0, pasted.stderr
    assert "environment: mine" in pasted.stdout
    assert "step: prepare" in pasted.stdout
    assert error["summary"].replace(str(Path.home()), "<home>") in pasted.stdout
    folder = tmp_path / "for the helper"
    folder.mkdir()
    saved = seedbed("report", "--json", "--output", str(folder))
    assert json.loads(saved.stdout) == {"report": str(folder / "seedbed-report.zip")}
    with zipfile.ZipFile(folder / "seedbed-report.zip") as archive:
        assert any(name.startswith("logs/") for name in archive.namelist())


def test_a_report_about_no_run_at_all_says_so(tmp_path: Path) -> None:
    refused = seedbed("report", "--output", str(tmp_path / "report.zip"))
    assert refused.returncode == 2
    assert "no last run to report about" in refused.stderr
    assert not (tmp_path / "report.zip").exists()


def test_a_plan_that_cannot_be_made_has_a_report_too(tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    failed = seedbed("install", str(tmp_path / "no.toml"), "--yes", "--report", str(file))
    assert failed.returncode == 2
    with zipfile.ZipFile(file) as archive:
        assert "no.toml" in archive.read("error.txt").decode()


def test_a_report_that_cannot_be_written_is_one_sentence(
    practice_kit: Path, taken: Path, tmp_path: Path
) -> None:
    file = tmp_path / "nowhere" / "report.zip"
    failed = seedbed("report", str(practice_kit), "--to", str(taken), "--output", str(file))
    assert failed.returncode == 2
    assert "could not be written" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("action", list(Action))
def test_what_the_window_does_can_be_typed(action: Action) -> None:
    typed = typed_remedy(action)
    assert bool(typed) is (action is not Action.ANSWERS)
