"""A command that does not come to its own end: it says what is true, and a program can read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from app.cli import cache, check, kit, lock, prepare, run, search
from app.core.kits.names import UNFINISHED
from app.core.window_start import WindowStart
from app.errors import Cancelled
from tests.cli.test_cli import seedbed

ROOT = Path(__file__).parents[2]
UNTOUCHED = "Stopped; nothing was changed."


def no_window(_start: WindowStart) -> int:
    raise AssertionError


def interrupted(monkeypatch: pytest.MonkeyPatch, module: object, *line: str) -> int:
    def stop(_options: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "make" if module is kit else "run", stop)
    return run(["--language", "en", *line], no_window)


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        (check, ("check",), UNTOUCHED),
        (lock, ("lock", "w.toml"), UNTOUCHED),
        (search, ("search", "numpy"), UNTOUCHED),
        (cache, ("cache", "clean"), "Stopped."),
        (prepare, ("prepare", "nowhere.toml"), "Stopped."),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_command_that_is_stopped_says_what_is_true_now(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    module: object,
    line: tuple[str, ...],
    said: str,
) -> None:
    assert interrupted(monkeypatch, module, *line) == 3
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", said)


def test_a_workshop_that_is_being_prepared_keeps_what_was_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "w.toml"
    file.write_text("schema = 1\n")
    assert interrupted(monkeypatch, prepare, "prepare", str(file)) == 3
    assert f"What you answered is kept in {file}." in capsys.readouterr().err


def test_a_kit_that_was_stopped_says_whether_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = ("kit", "make", "w.toml", "--to", str(tmp_path))
    interrupted(monkeypatch, kit, *line)
    assert UNTOUCHED in capsys.readouterr().err
    (tmp_path / UNFINISHED).write_text("{}")
    interrupted(monkeypatch, kit, *line)
    err = capsys.readouterr().err
    assert f"the kit in {tmp_path} is not finished. The same command goes on" in err


def test_a_program_reads_that_a_command_was_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_options: Namespace) -> int:
        raise Cancelled

    monkeypatch.setattr(check, "run", stop)
    assert run(["--language", "en", "check", "--json"], no_window) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["event"] == "run_cancelled"
    assert err == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("install", "nosuch.toml", "--yes"), 2),
        (("check", "http://127.0.0.1:9/workshop.toml"), 4),
        (("lock", "nosuch.toml"), 2),
        (("kit", "make", "nosuch.toml", "--to", "nowhere"), 2),
        (("proof", "0000-0000"), 2),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_program_reads_an_error_that_comes_before_anything_else(
    line: tuple[str, ...], code: int
) -> None:
    failed = seedbed(*line, "--json")
    assert failed.returncode == code, failed.stderr
    (event,) = map(json.loads, failed.stdout.splitlines())
    assert event["event"] == "run_failed"
    assert (event["error"]["exit_code"], bool(event["error"]["summary"])) == (code, True)


def test_a_program_reads_that_the_licence_was_not_accepted(
    practice_kit: Path, tmp_path: Path
) -> None:
    refused = seedbed("install", str(practice_kit), "--to", str(tmp_path / "conda"), "--json")
    assert refused.returncode == 2
    assert "--yes" in json.loads(refused.stdout)["error"]["remedy"]


def test_a_reader_that_is_gone_changes_neither_the_code_nor_the_sentence() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as nobody:
        failed = subprocess.run(
            [sys.executable, "-m", "app", "--language", "en", "check", "nosuch.toml", "--json"],
            cwd=ROOT, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert failed.returncode == 2
    assert failed.stderr.startswith("✗ There is no workshop at nosuch.toml.")
