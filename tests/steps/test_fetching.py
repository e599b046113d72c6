"""The files of a lock come into our cache, once, and wait there unpacked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.packages import lock as locks
from app.core.packages.hand_over import archive_path, wheel_path
from app.core.packages.lock import Lock
from app.core.workshops.lock_file import LockedWheel
from app.steps.fetching import fetch, fetch_wheels, is_gone, staging
from tests.core.conftest import small_drive
from tests.fakes.bench import SUBDIR, Bench

__all__ = ["small_drive"]
FILE = "part-1.0-py3-none-any.whl"


def lock_of(bench: Bench) -> Lock:
    return locks.from_explicit(bench.plan.workshop.explicit, SUBDIR)


def wheel(bench: Bench) -> LockedWheel:
    """A wheel beside the plan's workshop."""
    file = bench.root / "kit" / "wheels" / FILE
    file.parent.mkdir()
    file.write_bytes(b"wheel")
    return LockedWheel(f"./wheels/{FILE}", 5, hashlib.sha256(b"wheel").hexdigest())


def test_every_package_comes_into_our_cache_and_then_no_server_is_needed(bench: Bench) -> None:
    lock = lock_of(bench)
    fetch(bench.context(), lock)
    assert all(archive_path(package, bench.root / "cache").is_file() for package in lock.packages)
    for package in lock.packages:
        (bench.root / "kit" / SUBDIR / package.file_name).unlink()
    fetch(bench.context(), lock)


def test_with_the_cache_on_another_drive_nothing_waits_unpacked(
    bench: Bench, small_drive: Path
) -> None:
    bench.plan = bench.plan.with_target(folder=small_drive / "conda")
    assert staging(bench.context()) is None
    fetch(bench.context(), lock_of(bench))
    assert "conda will unpack the packages itself" in bench.told.text


def test_wheels_come_from_beside_the_workshop(bench: Bench) -> None:
    one = wheel(bench)
    fetch_wheels(bench.context(), replace(lock_of(bench), wheels=(one,)))
    kept = wheel_path(one.sha256, one.file_name, bench.root / "cache")
    assert kept.read_bytes() == b"wheel"


def test_a_wheel_that_is_gone_does_not_keep_the_packages_from_coming(bench: Bench) -> None:
    lock = replace(lock_of(bench), wheels=(wheel(bench),))
    (bench.root / "kit" / "wheels" / FILE).unlink()
    fetch(bench.context(), lock)
    with pytest.raises(ServerTrouble) as caught:
        fetch_wheels(bench.context(), lock)
    assert is_gone(caught.value)


@pytest.mark.parametrize("rule", sorted(set(Rule) - {Rule.GONE, Rule.NO_FILE}))
def test_other_trouble_does_not_mean_that_a_file_is_gone(rule: Rule) -> None:
    assert not is_gone(ServerTrouble(rule, "files.example.org"))
