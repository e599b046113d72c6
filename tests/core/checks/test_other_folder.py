"""What speaks against conda's folder names it away from its field, and offers a better one."""

from __future__ import annotations

from pathlib import Path

from app.core.checks.other_folder import OtherFolder, with_other_folder
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.session import Session
from tests.fakes.bench import Bench

FAR = Finding("target.folder", Level.WARN, "filesystem_network", "This is far away.", "Move it.")
OTHER = Finding("machine.memory", Level.WARN, "memory", "Little memory.")


def told(bench: Bench, *findings: Finding) -> tuple[Finding, ...]:
    session: Session = bench.session
    plan: Plan = bench.plan
    machine = Machine(session.platform.family, home=str(session.home))
    return with_other_folder(findings, session, plan, machine)


def test_the_folder_is_named_and_a_better_one_offered_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.plan = bench.plan.with_target(folder=tmp_path / "far" / "conda")
    first, second, other = told(bench, FAR, FAR, OTHER)
    assert first.sentence == f"{tmp_path / 'far' / 'conda'}: This is far away."
    (way_out,) = first.ways_out
    better = way_out.applied_to(bench.plan).target.folder
    assert better == bench.session.recommended_folder(bench.plan.workshop)
    assert str(better) in way_out.title
    assert way_out.typed == f'--to "{better}"'
    assert second.ways_out == ()
    assert other == OTHER


def test_where_nothing_is_better_nothing_is_offered(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    best = bench.session.recommended_folder(bench.plan.workshop)
    bench.plan = bench.plan.with_target(folder=best)
    (found,) = told(bench, FAR)
    assert found.ways_out == ()


def test_a_conda_that_is_used_as_it_is_is_not_exchanged(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.plan = bench.plan.with_target(folder=tmp_path / "far", reuse=True)
    (found,) = told(bench, FAR)
    assert found.ways_out == ()


def test_another_folder_is_a_new_one(tmp_path: Path) -> None:
    plan = Bench(tmp_path).plan.with_target(reuse=True)
    target = OtherFolder(tmp_path / "x").applied_to(plan).target
    assert (target.folder, target.reuse) == (tmp_path / "x", False)
