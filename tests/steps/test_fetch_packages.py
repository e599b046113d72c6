"""The exact packages are found and fetched before any conda is there."""

from __future__ import annotations

import pytest

from app.core.packages import lock as locks
from app.core.packages.solve import wish_for
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.errors import NoNetwork, PlanInvalid
from app.steps.fetch_packages import FetchPackages
from app.steps.solving import kept_lock
from tests.fakes.bench import PACKAGES, SUBDIR, Bench, channel

STEP = FetchPackages()


def test_every_archive_of_the_list_comes_into_our_cache(bench: Bench) -> None:
    assert STEP.already_done(bench.context()) == ""
    STEP.run(bench.context())
    found = {file.stem for file in (bench.root / "cache" / "packages").rglob("*.conda")}
    assert found == set(PACKAGES)
    done, total, unit, detail = bench.told.counts[-1]
    assert done == total == sum(len(name) * 1000 for name in PACKAGES)
    assert unit is Unit.BYTES
    assert "3 packages" in detail
    assert (bench.told.works[0], bench.told.works[-1]) == (Work.FETCHING, Work.UNPACKING)


def test_an_archive_with_a_wrong_hash_stops_the_step(bench: Bench) -> None:
    damaged = bench.root / "kit" / SUBDIR / "tiny-1.0-0.conda"
    damaged.write_bytes(b"?" * damaged.stat().st_size)
    with pytest.raises(NoNetwork) as caught:
        STEP.run(bench.context())
    assert caught.value.remedy
    assert not list((bench.root / "cache" / "packages").rglob("tiny*.conda"))


def test_a_list_for_another_system_is_refused(bench: Bench) -> None:
    line = channel(bench.root / "kit")[0].replace(SUBDIR, "osx-arm64")
    bench.plan = bench.plan.with_workshop(explicit=(line,))
    with pytest.raises(PlanInvalid) as caught:
        STEP.run(bench.context())
    assert "osx-arm64" in caught.value.summary


def test_a_kept_lock_is_used_without_solving_again(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(
        explicit=(), packages=("tiny",), channels=("https://nowhere.invalid/channel",)
    )
    wish = wish_for(bench.plan, SUBDIR)
    exact = locks.from_explicit(channel(bench.root / "kit"), SUBDIR)
    locks.save(locks.Lock(wish.key, SUBDIR, exact.packages), bench.workspace)
    STEP.run(bench.context())
    assert "used again" in bench.told.text
    kept = kept_lock(bench.context())
    assert kept is not None
    assert kept.packages == exact.packages
