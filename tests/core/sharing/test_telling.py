"""A participant's run tells how far it is, and never suffers from it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.describe import describe
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.proof.coding import code_when_failed
from app.core.run.events import Event, Progress, RunCancelled, RunFailed, StepDone, Unit
from app.core.session import Session
from app.core.sharing.board import Row
from app.core.sharing.messages import Phase
from app.core.sharing.share import Share
from app.core.sharing.telling import Teller
from app.core.sharing.words import row_text
from app.core.workshops.opening import open_workshop
from app.errors import CommandFailed
from app.steps.copy_materials import CopyMaterials
from app.steps.road import run_plan
from tests.fakes.bench import Bench

MB = 1_000_000


@pytest.fixture
def plan(share: Share, session: Session, tmp_path: Path) -> Plan:
    """The plan of somebody who opened the shared workshop's address."""
    opened = open_workshop(share.addresses[0], session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    return plan.with_target(tell_to=opened.tell_to, folder=tmp_path / "conda")


def until(share: Share, wanted: Callable[[Row], bool]) -> Row:
    """The only row, once it is as it should be."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        rows = share.board().rows
        if len(rows) == 1 and wanted(rows[0]):
            return rows[0]
        time.sleep(0.05)
    raise AssertionError(share.board())


def download(done: int) -> Event:
    return Progress("fetch_packages", done, 100 * MB, Unit.BYTES, "", 1.0, 0.1)


def test_a_workshop_of_a_sharing_computer_is_known_as_such(share: Share, plan: Plan) -> None:
    assert plan.target.tell_to == share.addresses[0]
    assert plan.workshop.title == "Small <workshop>"


def test_what_is_told_is_said_before_anything_is_done(session: Session, plan: Plan) -> None:
    told = describe(plan, session, session.catalog, Sizes())[-1]
    assert "nothing about you, is sent to the instructor’s computer (127.0.0.1:" in told
    named = describe(plan.with_target(tell_as="Ada"), session, session.catalog, Sizes())[-1]
    assert "the name “Ada”" in named
    nobody = describe(plan.with_target(tell_to=""), session, session.catalog, Sizes())
    assert not any("instructor" in sentence for sentence in nobody)


def test_a_run_is_followed_on_the_board_to_its_end(
    share: Share, plan: Plan, tmp_path: Path
) -> None:
    teller = Teller(plan.with_target(tell_as="Ada"), tmp_path / "work")
    teller.start()
    until(share, lambda row: row.phase is Phase.CONNECTING)
    teller.event(download(25 * MB))
    row = until(share, lambda row: row.phase is Phase.DOWNLOADING and row.fraction == 0.25)
    assert row.name == "Ada"
    teller.event(download(100 * MB))
    teller.event(StepDone("fetch_packages", 3.0))
    until(share, lambda row: row.phase is Phase.INSTALLING and row.fraction == 1.0)
    teller.event(RunFailed("create_environment", CommandFailed("It failed.")))
    teller.finish()
    row = until(share, lambda row: row.phase is Phase.FAILED)
    assert row.verdict is not None
    assert row.verdict.outcome.word == "environment"


def test_the_next_try_is_the_same_row(share: Share, plan: Plan, tmp_path: Path) -> None:
    for _time in range(2):
        teller = Teller(plan, tmp_path / "work")
        teller.start()
        teller.event(RunFailed("fetch_packages", CommandFailed("It failed.")))
        teller.finish()
    assert until(share, lambda row: row.phase is Phase.FAILED).number == 1


def test_who_stops_a_run_is_not_looked_for(share: Share, plan: Plan, tmp_path: Path) -> None:
    teller = Teller(plan, tmp_path / "work")
    teller.start()
    teller.event(download(25 * MB))
    teller.event(RunCancelled(1.0))
    teller.finish()
    row = until(share, lambda row: row.phase is Phase.STOPPED)
    assert not row.silent
    assert row_text(row) == "! Computer 1: stopped by the person, 25 %"


def test_a_real_run_from_the_shared_kit_tells_how_it_ended(share: Share, tmp_path: Path) -> None:
    bench = Bench(tmp_path / "participant")
    bench.plan = bench.plan.with_target(tell_to=share.addresses[0])
    bench.plan = replace(bench.plan, workshop=replace(bench.plan.workshop, title="Course"))
    last = run_plan(bench.session, bench.plan, bench.machine, bench.cancel, lambda _event: None)
    assert isinstance(last, RunFailed)
    workspace = bench.session.workspace(bench.plan)
    code = code_when_failed(bench.plan, workspace, last.step)
    assert code is not None
    row = until(share, lambda row: row.phase is Phase.FAILED)
    assert row.verdict is not None
    assert row.verdict.code == code.text
    assert not row.green


def test_a_computer_that_no_longer_listens_costs_no_time(tmp_path: Path, plan: Plan) -> None:
    notes: list[str] = []
    with socket.socket() as silent:  # it takes connections and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        teller = Teller(plan.with_target(tell_to=address), tmp_path / "work")
        teller.note = notes.append
        teller.start()
        began = time.monotonic()
        for number in range(1000):
            teller.event(download(number))
        assert time.monotonic() - began < 1
        teller.finish()
        assert time.monotonic() - began < 6


def test_a_failure_to_tell_is_noted_once(tmp_path: Path, plan: Plan) -> None:
    notes: list[str] = []
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    teller = Teller(plan.with_target(tell_to=address), tmp_path / "work")
    teller.note = notes.append
    teller.start()
    end = time.monotonic() + 10
    while not notes and time.monotonic() < end:
        time.sleep(0.05)
    teller.event(download(5))
    teller.finish()
    assert len(notes) == 1
    assert "could not be told" in notes[0]


def test_the_materials_of_a_shared_kit_are_fetched_and_copied(
    plan: Plan, kit: Path, session: Session, tmp_path: Path
) -> None:
    told = describe(plan, session, session.catalog, Sizes())
    assert any("materials are copied" in sentence for sentence in told)
    bench = Bench(tmp_path / "participant")
    bench.plan = plan.with_target(materials_folder=tmp_path / "mine")
    step, ctx = CopyMaterials(), bench.context()
    assert step.already_done(ctx) == ""
    for _time in range(2):
        step.run(ctx)
        found = {path.relative_to(tmp_path / "mine") for path in (tmp_path / "mine").rglob("*")}
        assert found >= {Path("big.bin"), Path("read me.txt"), Path("第一课/a.ipynb")}
        assert (tmp_path / "mine/big.bin").read_bytes() == (kit / "materials/big.bin").read_bytes()
        (tmp_path / "mine/read me.txt").write_text("my notes")
    assert (tmp_path / "mine/read me.txt").read_text() == "my notes"
