"""What each drive still needs: counted once where files are linked, twice where they are copied."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.files.volume import Volume
from app.core.packages.disk_need import DriveNeed, Places, Still, needs, unpacked_bytes
from app.core.packages.lock import LockedPackage
from tests.core.packages.test_hand_over import make_unpacked


def package(name: str, size: int | None = 1_000_000, ending: str = ".conda") -> LockedPackage:
    url = f"https://h/linux-64/{name}-1-0{ending}"
    return LockedPackage(name, "1", "0", "linux-64", url, size, md5="a" * 32)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    conda = tmp_path / "conda"
    return Places(tmp_path / "cache", conda, conda / "envs" / "ml", tmp_path / "cache" / "staged")


TWO = (package("one"), package("two", ending=".tar.bz2"))


def test_on_one_drive_hard_links_are_counted_once(places: Places) -> None:
    (need,) = needs(Still(TWO, archives=2_000_000, installer=30, base_from=100), places)
    assert need.cache
    assert need.target
    assert (need.archives, need.installer) == (2_000_000, 30)
    assert need.unpacked == unpacked_bytes(TWO[0]) + unpacked_bytes(TWO[1])
    assert 0 < need.environment < need.unpacked / 5
    assert need.base > 100
    files = need.archives + need.installer + need.unpacked + need.environment + need.base
    assert need.total > files, "there is a reserve"


def test_each_kind_of_archive_has_its_own_factor() -> None:
    small, big = unpacked_bytes(TWO[1]), unpacked_bytes(TWO[0])
    assert 3_000_000 < small < big < 6_000_000
    assert unpacked_bytes(package("x", None)) == 0


def test_what_is_unpacked_already_is_not_unpacked_again(places: Places) -> None:
    assert places.staging is not None
    make_unpacked(places.packages, TWO[0], {"a": 10})
    make_unpacked(places.staging, TWO[1], {"b": 20})
    (need,) = needs(Still(TWO), places)
    assert need.unpacked == 0
    assert need.environment == 3, "a tenth of what these packages say of themselves"


def test_on_two_drives_archives_are_on_both(places: Places, small_drive: Path) -> None:
    apart = replace(places, cache=small_drive / "cache", staging=None)
    target, cache = needs(Still(TWO, archives=500, installer=30), apart)
    assert (target.target, target.cache, cache.target, cache.cache) == (True, False, False, True)
    assert target.archives == 2_000_000, "conda unpacks copies"
    assert (cache.archives, cache.installer, cache.unpacked) == (500, 30, 0)
    assert cache.volume.mount == str(small_drive)
    assert cache.volume.free == shutil.disk_usage(small_drive).free
    assert target.volume.number != cache.volume.number


def test_where_the_environment_is_on_another_drive_it_is_a_copy(
    places: Places, small_drive: Path
) -> None:
    linked = needs(Still(TWO), places)[0]
    copied = needs(Still(TWO), replace(places, environment=small_drive / "ml"))[0]
    assert copied.unpacked == linked.unpacked
    assert copied.environment > copied.unpacked > linked.environment


def test_it_fits_or_not_or_nobody_knows() -> None:
    need = DriveNeed(Volume(1, "/", free=105), archives=100)
    assert need.fits is True
    assert replace(need, archives=101).fits is False
    assert replace(need, volume=Volume(1, "/")).fits is None
