"""What the last run was to do: it comes back for a report, without secrets."""

from __future__ import annotations

from pathlib import Path

from app.core.plan import Accelerator, Plan
from app.core.run.lastplan import keep_plan, newest_workspace, plan_of
from app.core.run.runlog import RunLog
from app.core.session import Session
from app.paths import workspace_for


def plan_in(folder: Path) -> Plan:
    plan = Session.start().new_plan().with_workshop(packages=("numpy=2",))
    return plan.with_target(folder=folder, environment="mine", accelerator=Accelerator.CPU)


def test_the_plan_of_a_run_comes_back(tmp_path: Path) -> None:
    plan = plan_in(tmp_path / "conda")
    keep_plan(tmp_path, plan)
    read = plan_of(tmp_path, Session.start())
    assert read == plan.with_target(licence_accepted=True)


def test_no_password_is_kept(tmp_path: Path) -> None:
    channel = "https://ada:hunter2hunter2@example.org/channel"
    keep_plan(tmp_path, plan_in(tmp_path).with_workshop(channels=(channel,)))
    assert "hunter2" not in (tmp_path / "last_plan.json").read_text("utf-8")


def test_what_was_not_kept_or_is_broken_is_no_plan(tmp_path: Path) -> None:
    assert plan_of(tmp_path, Session.start()) is None
    for text in ("{}", "[1]", '{"workshop": "schema = 1", "folder": 3, "source": ""}'):
        (tmp_path / "last_plan.json").write_text(text)
        assert plan_of(tmp_path, Session.start()) is None


def test_a_plan_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep_plan(tmp_path / "file", plan_in(tmp_path))
    keep_plan(tmp_path, plan_in(tmp_path).with_target(source="/media/k\udcff"))


def test_the_newest_log_tells_where_the_last_run_was(tmp_path: Path) -> None:
    assert newest_workspace() is None
    for name in ("b", "a"):
        with RunLog(workspace_for(tmp_path / name)) as log:
            log.path.rename(log.path.with_name(f"2026010{'ba'.index(name)}-000000-1.log"))
    assert newest_workspace() == workspace_for(tmp_path / "a")
