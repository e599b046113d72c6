"""What a run said is kept; a report can be sent to a stranger."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.core.events import Line, Progress, RunFailed, StepStarted, Unit
from app.core.finding import Finding, Level
from app.core.limit import Cause, Limit
from app.core.machine.facts import Machine
from app.core.plan import Plan, Target, Workshop
from app.core.runlog import RunLog, anonymous, report_facts, save_report
from app.errors import CommandFailed

HOME, USER = "/home/anna", "anna"
PLAN = Plan(
    Workshop(title="A class", author="anna"),
    Target(Path("/home/anna/miniconda3"), source="https://anna:pw-secret@host/kit"),
)
MACHINE = Machine(family="linux", home=HOME, user=USER)


def test_everything_but_progress_is_written_at_once(tmp_path: Path) -> None:
    with RunLog(tmp_path) as log:
        log.write("$ bash https://me:pw@host")
        log.event(StepStarted("a", "做"))
        log.event(Progress("a", 1, 2, Unit.BYTES, "", 0, 0))
        log.event(Line("a", "said"))
        log.event(RunFailed("a", CommandFailed("x", detail="password=pw")))
        text = log.path.read_text()
    assert "做" in text
    assert "[a] out: said" in text
    assert "progress" not in text
    assert "pw" not in text
    log.write("after the end")
    assert log.path.read_text() == text


def test_a_limit_is_noted_once_for_as_long_as_it_lasts(tmp_path: Path) -> None:
    with RunLog(tmp_path) as log:
        for limit in (Limit(Cause.DOWNLOAD, 5.0), Limit(Cause.DOWNLOAD, 6.0), Limit(Cause.CONDA)):
            log.event(Progress("a", 1, 2, Unit.BYTES, "", 0, 0, limit=limit))
        text = log.path.read_text()
    assert [line.split("limit: ")[1].split(",")[0] for line in text.splitlines()] == [
        "download",
        "conda",
    ]


def test_only_the_newest_logs_are_kept(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    for number in range(30):
        (tmp_path / "logs" / f"20200101-0000{number:02}-1.log").write_text("")
    with RunLog(tmp_path) as log:
        pass
    kept = sorted((tmp_path / "logs").iterdir())
    assert len(kept) == 21
    assert kept[-1] == log.path


def test_a_log_that_cannot_be_written_ends_no_run() -> None:
    """/dev/full refuses every byte, as a full drive does."""
    log = RunLog.__new__(RunLog)
    with Path("/dev/full").open("w", buffering=1) as log._file, log:
        log.write("something")
    assert log._file.closed


def test_a_report_tells_everything_but_who_it_is(tmp_path: Path) -> None:
    with RunLog(tmp_path) as log:
        log.write("cd /home/anna/work; token=abc123")
    finding = Finding("target.folder", Level.WARN, "space", "/home/anna/x is odd", "")
    error = CommandFailed("It failed for anna.", "Try.", "/home/anna/miniconda3/bin/python")
    report = tmp_path / "report.zip"
    save_report(report, tmp_path, report_facts(PLAN, MACHINE, [finding]), error)
    with zipfile.ZipFile(report) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"workshop.toml", "target.json", "machine.json", "findings.json", "error.txt"} < set(
        texts
    )
    assert any(name.startswith("logs/") for name in texts)
    whole = "\n".join(texts.values())
    for secret in ("anna", "pw-secret", "abc123"):
        assert secret not in whole
    assert "<home>/miniconda3" in whole
    assert "A class" in whole


@pytest.mark.parametrize(
    ("text", "home", "user", "plain"),
    [
        ("C:\\Users\\Anna\\x", "C:\\Users\\Anna", "Anna", "<home>\\x"),
        ('"C:\\\\Users\\\\Anna\\\\x"', "C:\\Users\\Anna", "Anna", '"<home>\\\\x"'),
        ("c:\\users\\anna\\x", "C:\\Users\\Anna", "Anna", "<home>\\x"),
        ("/Users/ü.x/a", "/Users/ü.x", "ü.x", "<home>/a"),
        (
            "root_prefix: /var/root/a of root",
            "/var/root",
            "root",
            "root_prefix: <home>/a of <user>",
        ),
        ("python of py", "/", "py", "python of py"),
        ("nothing", "", "", "nothing"),
    ],
)
def test_names_are_replaced_in_every_spelling(text: str, home: str, user: str, plain: str) -> None:
    assert anonymous(text, home, user) == plain
