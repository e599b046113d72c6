"""What a run said is kept, and tells afterwards why it failed."""

from __future__ import annotations

from pathlib import Path

from app.core.run.events import Event, Line, Progress, RunDone, RunFailed, StepStarted, Unit
from app.core.run.limit import Cause, Limit
from app.core.run.runlog import (
    Failure,
    RunLog,
    end_of,
    last_failure,
    last_lines,
    newest_logs,
)
from app.errors import CommandFailed


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


def logged(workspace: Path, *events: Event) -> None:
    with RunLog(workspace) as log:
        for event in events:
            log.event(event)


def test_the_last_lines_of_the_step_that_failed_are_found_among_all_others(tmp_path: Path) -> None:
    lines = [Line(step, f"{step} {number}") for number in range(9) for step in ("verify", "b")]
    failed = RunFailed("verify", CommandFailed("It failed.", "Mend it.", "[verify] trace"))
    logged(tmp_path, *lines, failed)
    found = [line.partition(" ")[2] for line in last_lines(tmp_path, "verify", 3)]
    assert found == [f"[verify] out: verify {number}" for number in (6, 7, 8)]
    assert last_lines(tmp_path, "other", 3) == ()
    assert last_lines(tmp_path / "nowhere", "verify", 3) == ()


def test_a_log_tells_how_its_run_failed(tmp_path: Path) -> None:
    logged(tmp_path, RunFailed("verify", CommandFailed("做不到", "Mend it.", "password=pw")))
    failure = last_failure(tmp_path)
    assert failure == Failure("verify", "command", "做不到", "Mend it.", "password=***")


def test_only_the_newest_run_counts(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    old = tmp_path / "logs" / "20200101-000000-1.log"
    old.write_text('00:00:00 {"event": "run_failed", "step": "a", "error": {}}', "utf-8")
    logged(tmp_path, RunDone(1.0))
    assert last_failure(tmp_path) is None
    assert newest_logs(tmp_path, 2)[0] == old


def test_of_a_long_log_only_whole_lines_from_its_end_are_read(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("first\nsecond\nthird\n", "utf-8")
    assert end_of(log, 100) == "first\nsecond\nthird\n"
    assert end_of(log, 9) == "third\n"
