"""A run's exact packages are the known ones, or are chosen anew and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from app.core.packages import lock as locks
from app.core.packages.lock import Lock, Wish
from app.core.packages.solve import wish_for
from app.errors import NoSpace, PlanInvalid
from app.platforms.base import CpuFacts
from app.steps.solving import conda_subdir, find_lock, kept_lock, solve_anew
from tests.fakes.bench import SUBDIR, Bench, channel

MORE_THAN_ANY_DRIVE = 10**18


@dataclass
class Chooses:
    """A solver that always chooses the same packages."""

    lock: Lock
    asked: int = 0

    def solve(self, wish: Wish) -> Lock:
        self.asked += 1
        return replace(self.lock, key=wish.key)

    def python_versions(self, channels: tuple[str, ...], subdir: str) -> tuple[str, ...]:
        return ()


@pytest.fixture
def solver(bench: Bench) -> Chooses:
    """It chooses the packages of the bench's kit, whose plan wants one by name."""
    exact = locks.from_explicit(channel(bench.root / "kit"), SUBDIR)
    bench.plan = bench.plan.with_workshop(
        explicit=(), packages=("tiny",), channels=((bench.root / "kit").as_uri(),)
    )
    return Chooses(exact)


def test_what_was_chosen_once_is_kept_and_found_again(bench: Bench, solver: Chooses) -> None:
    assert kept_lock(bench.context()) is None
    chosen = find_lock(bench.context(), solver)
    assert "3 packages" in bench.told.text
    assert kept_lock(bench.context()) == chosen
    assert find_lock(bench.context(), solver) == chosen
    assert solver.asked == 1
    assert "used again" in bench.told.text


def test_a_lock_that_replaces_another_remembers_the_first_of_them(
    bench: Bench, solver: Chooses
) -> None:
    first = find_lock(bench.context(), solver)
    second = solve_anew(bench.context(), solver, instead=first)
    third = solve_anew(bench.context(), solver, instead=second)
    assert second.instead_of == third.instead_of == first.digest


def test_packages_that_do_not_fit_on_the_drive_are_refused_before_they_are_fetched(
    bench: Bench, solver: Chooses
) -> None:
    one, *others = solver.lock.packages
    solver.lock = replace(solver.lock, packages=(replace(one, size=MORE_THAN_ANY_DRIVE), *others))
    with pytest.raises(NoSpace) as caught:
        find_lock(bench.context(), solver)
    assert caught.value.remedy


def test_a_lock_for_other_wishes_is_not_used(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(explicit=(), packages=("tiny",))
    wish = wish_for(bench.plan, SUBDIR)
    locks.save(locks.Lock(wish.key, SUBDIR, ()), bench.workspace)
    assert kept_lock(bench.context()) is not None
    bench.plan = bench.plan.with_workshop(packages=("tiny", "other"))
    assert kept_lock(bench.context()) is None


def test_a_processor_that_conda_does_not_know_is_a_clear_error(bench: Bench) -> None:
    bench.machine = replace(bench.machine, cpu=CpuFacts("mips", "mips"))
    with pytest.raises(PlanInvalid) as caught:
        conda_subdir(bench.context())
    assert "mips" in caught.value.summary
