"""Sizes before a run: with the lock that is known, or a quick solve that does not hold up."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.finding import Level
from app.core.libraries.sizing import QuickSolve, sizer_for, with_solving
from app.core.libraries.solving import solving_finding
from app.core.packages import lock as locks
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import NoNetwork, PlanInvalid
from tests.core.packages.test_unpack import children
from tests.fakes.bench import Bench, wait_until
from tests.fakes.downloads import as_root


@dataclass
class Kit:
    bench: Bench
    session: Session
    plan: Plan
    cancel: Cancel = field(default_factory=Cancel)

    def solve(self, keep: bool = True) -> QuickSolve:
        return QuickSolve(self.session, self.plan, self.cancel, keep)

    @property
    def lock_file(self) -> Path:
        return self.session.workspace(self.plan) / locks.FILE_NAME


@pytest.fixture
def kit(practice_kit: Path, tmp_path: Path) -> Kit:
    bench = Bench(tmp_path)
    opened = open_workshop(str(practice_kit), bench.session, Cancel())
    plan = bench.session.opened(opened.workshop, opened.source)
    return Kit(bench, bench.session, plan.with_target(folder=tmp_path / "conda"))


def test_a_quick_solve_gives_the_sizes_and_is_kept_for_the_run(kit: Kit) -> None:
    solved = kit.solve().wait(60)
    assert solved.error is None
    assert solved.lock is not None
    catalog = kit.session.catalog_for(kit.plan, Cancel())
    sizes = sizer_for(kit.session, kit.plan, kit.bench.machine, catalog).of(solved.lock)
    assert (sizes.count or 0) > 50
    assert (sizes.download or 0) > 50_000_000
    assert sizes.target is not None
    assert sizes.target.total > 3 * (sizes.packages or 0)
    kept = kit.lock_file.stat().st_mtime_ns
    assert kit.solve().wait(60).lock == solved.lock
    assert kit.lock_file.stat().st_mtime_ns == kept, "it was not solved again"


def test_who_only_looks_keeps_nothing(kit: Kit) -> None:
    assert kit.solve(keep=False).wait(60).lock is not None
    assert not kit.lock_file.exists()


def test_a_conflict_and_a_missing_package_are_told(kit: Kit) -> None:
    kit.plan = kit.plan.with_workshop(packages=("nnumpy",))
    error = kit.solve().wait(60).error
    assert isinstance(error, PlanInvalid)
    finding = solving_finding(error)
    assert (finding.field, finding.level) == ("workshop.packages", Level.STOP)
    assert "nnumpy" in finding.sentence
    assert not kit.lock_file.exists()


def test_a_solve_that_takes_too_long_is_stopped_with_its_child(kit: Kit) -> None:
    solve = kit.solve()
    wait_until(lambda: bool(children()))
    for child in children():
        child.suspend()  # it will never have an answer, however busy this computer is
    before = time.monotonic()
    solved = solve.wait(0.05)
    assert time.monotonic() - before < 30
    assert (solved.lock, solved.error) == (None, None)
    assert not [one for one in threading.enumerate() if one.name == "quick solve"]
    assert children() == []


def test_a_cache_that_cannot_be_written_is_not_the_solvers_to_tell(
    kit: Kit, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(drive)])
    try:
        kit.session = replace(kit.session, cache=drive / "cache")
        solved = kit.solve().wait(60)
    finally:
        as_root(["umount", "-l", str(drive)])
    assert (solved.lock, solved.error) == (None, None)


def test_exact_packages_need_no_solving(kit: Kit) -> None:
    kit.plan = kit.bench.plan
    lock = kit.solve().wait(60).lock
    assert lock is not None
    assert len(lock.packages) == len(kit.plan.workshop.explicit) > 0


def test_a_solver_that_cannot_be_asked_only_hides_the_sizes() -> None:
    finding = solving_finding(NoNetwork("No way.", "Look."))
    assert finding.level is Level.NOTE
    assert "No way." in finding.sentence
    stop = solving_finding(PlanInvalid("Wrong.", "Better."))
    assert with_solving((stop,), PlanInvalid("Other.", "")) == (stop,), "said once"
    assert with_solving((), NoNetwork("No way.", "Look.")) == (finding,)
