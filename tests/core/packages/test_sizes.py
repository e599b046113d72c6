"""The sizes of a plan before, between and after its runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.catalog.installers import Catalog
from app.core.conda import marker
from app.core.files import jsonfile
from app.core.packages.hand_over import archive_path, wheel_path
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.sizes import Sizer, Sizes
from app.core.run.journal import Journal
from app.core.workshops.lock_file import LockedWheel
from tests.fakes.bench import Bench

INSTALLER_BYTES = 1000


def locked(name: str, size: int | None) -> LockedPackage:
    return LockedPackage(
        name, "1", "0", "linux-64", f"https://h/linux-64/{name}-1-0.conda", size, name * 32
    )


LOCK = Lock("key", "linux-64", (locked("aa", 400), locked("bb", 600)))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    only = replace(made.catalog.installers[0], size=INSTALLER_BYTES)
    made.catalog = Catalog(made.catalog.distributions, (only,))
    made.plan = made.plan.with_workshop(explicit=(), packages=("aa",))
    return made


def sizes(bench: Bench, lock: Lock | None = LOCK) -> Sizes:
    session = bench.session
    return Sizer(
        bench.plan, bench.machine, bench.catalog, session.cache, bench.workspace, session.download
    ).of(lock)


def put(bench: Bench, package: LockedPackage, number: int) -> None:
    file = archive_path(package, bench.session.cache)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(number))


def test_everything_is_missing_at_first(bench: Bench) -> None:
    found = sizes(bench)
    assert (found.count, found.packages, found.installer) == (2, 1000, INSTALLER_BYTES)
    assert (found.missing, found.download, found.packages_here) == (2000, 2000, 0)
    assert found.target is not None
    assert found.cache is None
    assert found.target.fits


def test_what_the_cache_has_in_whole_or_in_part_is_not_missing(bench: Bench) -> None:
    put(bench, LOCK.packages[0], 400)
    partials = bench.session.cache / "partials"
    partials.mkdir()
    (partials / f"sha256-{'bb' * 32}.partial").write_bytes(bytes(250))
    found = sizes(bench)
    assert found.packages_here == 650
    assert found.download == 1350
    assert found.target is not None
    assert found.target.archives == 350


def test_wheels_for_pip_count_as_long_as_pip_has_not_installed_them(bench: Bench) -> None:
    wheel = LockedWheel("https://h/part-1.0-py3-none-any.whl", 5000, "c" * 64)
    lock = replace(LOCK, wheels=(wheel,))
    found, without = sizes(bench, lock), sizes(bench)
    assert (found.count, found.packages, found.missing) == (3, 6000, 7000)
    assert found.target is not None
    assert without.target is not None
    assert found.target.archives - without.target.archives == 5000
    assert found.target.environment > without.target.environment
    file = wheel_path(wheel.sha256, wheel.file_name, bench.session.cache)
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(5000))
    assert sizes(bench, lock).missing == 2000
    bench.plan = bench.plan.with_workshop(pip_packages=("part",))
    marker.write_conda_part(bench.plan)
    file.unlink()
    done = sizes(bench, lock)
    assert done.missing == 5000 + INSTALLER_BYTES, "conda's part is there, pip's is not"
    marker.write(bench.plan)
    assert sizes(bench, lock).missing == INSTALLER_BYTES


def test_an_installer_that_is_here_is_not_downloaded_but_still_run(bench: Bench) -> None:
    installer = bench.catalog.installers[0]
    path = installer.path_in(bench.session.cache)
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(INSTALLER_BYTES))
    found = sizes(bench)
    assert (found.installer, found.installer_missing, found.download) == (INSTALLER_BYTES, 0, 1000)
    assert found.target is not None
    assert found.target.installer == 0 < found.target.base
    assert found.fetched(INSTALLER_BYTES).download == 1000, "nothing is counted twice"


def test_without_a_lock_only_conda_itself_is_known(bench: Bench) -> None:
    found = sizes(bench, None)
    assert (found.count, found.packages, found.download) == (None, None, None)
    assert found.target is not None
    assert found.target.base > 0 == found.target.unpacked


def test_a_conda_that_is_there_needs_no_installer(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    found = sizes(bench)
    assert (found.installer, found.download) == (0, 1000)
    assert found.target is not None
    assert found.target.base == 0
    bench.plan = bench.plan.with_target(reuse=False)
    journal = Journal(bench.workspace)
    journal.begin(bench.plan.target.folder)
    bench.plan.target.folder.mkdir()
    journal.recognise(bench.plan.target.folder)
    journal.complete(bench.plan.target.folder)
    again = sizes(bench)
    assert (again.installer, again.download) == (0, 1000)
    assert again.target is not None
    assert again.target.base == 0


def test_a_finished_environment_needs_nothing_more(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    (bench.plan.environment_prefix / "conda-meta").mkdir(parents=True)
    marker.write(bench.plan)
    found = sizes(bench)
    assert found.download == 0
    assert found.target is not None
    assert found.target.total == 0


def test_packages_of_unknown_size_are_counted_and_those_here_are_measured(bench: Bench) -> None:
    lock = Lock("key", "linux-64", (locked("aa", None), locked("bb", 600)))
    found = sizes(bench, lock)
    assert (found.unknown, found.packages) == (1, 600)
    assert found.target is not None
    before = found.target.unpacked
    put(bench, lock.packages[0], 50_000)
    after = sizes(bench, lock).target
    assert after is not None
    assert after.unpacked > before + 100_000


def test_a_kept_lock_is_found_for_the_same_wish_only(bench: Bench) -> None:
    session = bench.session
    sizer = Sizer(
        bench.plan, bench.machine, bench.catalog, session.cache, bench.workspace, session.download
    )
    jsonfile.write(bench.workspace / "lock.json", {"key": "other", "packages": []})
    assert sizer.kept_lock("linux-64") is None
    bad = replace(sizer, plan=bench.plan.with_workshop(packages=("--no",)))
    assert bad.kept_lock("linux-64") is None


@pytest.mark.parametrize(("done", "left"), [(0, 2000), (300, 1700), (5000, 1000)])
def test_what_the_early_download_brings_is_subtracted(done: int, left: int) -> None:
    assert Sizes(1000, 1000, 2, 2000).fetched(done).download == left
    assert Sizes(1000, 1000, 2, 2000, 1000).fetched(done).download == left
