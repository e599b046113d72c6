"""Packages on their way into conda's cache, unpacked or not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.packages.hand_over import archive_path, files_to_fetch, hand_over, to_unpack
from app.core.packages.lock import Lock, LockedPackage, from_explicit
from app.core.packages.unpacked import write_record
from tests.fakes.bench import PACKAGES, SUBDIR, channel


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    return from_explicit(channel(tmp_path / "kit"), SUBDIR)


@pytest.fixture
def cache(tmp_path: Path, lock: Lock) -> Path:
    """A cache in which all archives are."""
    folder = tmp_path / "cache"
    for package in lock.packages:
        target = archive_path(package, folder)
        target.parent.mkdir(parents=True)
        target.write_bytes((tmp_path / "kit" / SUBDIR / package.file_name).read_bytes())
    return folder


def test_each_archive_is_fetched_under_its_own_hash(lock: Lock, tmp_path: Path) -> None:
    files = files_to_fetch(lock, tmp_path)
    assert [file.target.name for file in files] == [f"{name}.conda" for name in PACKAGES]
    assert len({file.target.parent for file in files}) == len(PACKAGES)
    assert all(file.digest[0] == "md5" for file in files)


def test_conda_gets_files_and_addresses_once(lock: Lock, cache: Path, tmp_path: Path) -> None:
    pkgs = tmp_path / "conda" / "pkgs"
    hand_over(lock.packages, cache, pkgs, None)
    hand_over(lock.packages, cache, pkgs, None)
    assert (pkgs / "urls.txt").read_text().split() == [p.url for p in lock.packages]
    for package in lock.packages:
        source = archive_path(package, cache)
        assert (pkgs / package.file_name).samefile(source), "a hard link costs no space"


def test_what_is_in_condas_list_stays_and_half_a_line_spoils_nothing(
    lock: Lock, cache: Path, tmp_path: Path
) -> None:
    pkgs = tmp_path / "pkgs"
    pkgs.mkdir()
    (pkgs / "urls.txt").write_text("https://h/linux-64/conda-1-0.conda\nhttps://h/linux-64/ha")
    hand_over(lock.packages, cache, pkgs, None)
    lines = (pkgs / "urls.txt").read_text().splitlines()
    assert lines[0] == "https://h/linux-64/conda-1-0.conda"
    assert lines[2:] == [package.url for package in lock.packages]


def test_half_a_copy_of_an_interrupted_run_is_replaced(
    lock: Lock, cache: Path, tmp_path: Path
) -> None:
    pkgs = tmp_path / "pkgs"
    pkgs.mkdir()
    (pkgs / lock.packages[0].file_name).write_bytes(b"half")
    hand_over(lock.packages, cache, pkgs, None)
    assert (pkgs / lock.packages[0].file_name).stat().st_size > 4


def make_unpacked(folder: Path, package: LockedPackage, files: dict[str, int]) -> Path:
    """An unpacked package whose files have these sizes."""
    place = folder / package.folder_name
    (place / "info").mkdir(parents=True)
    (place / "info" / "index.json").write_text(json.dumps({"name": package.name}))
    entries = [{"_path": name, "size_in_bytes": size} for name, size in files.items()]
    (place / "info" / "paths.json").write_text(json.dumps({"paths": entries}))
    for name, size in files.items():
        (place / name).write_bytes(b"x" * size)
    write_record(place, package)
    return place


def test_what_is_unpacked_is_moved_and_not_copied(lock: Lock, cache: Path, tmp_path: Path) -> None:
    staging, pkgs = tmp_path / "staging", tmp_path / "conda" / "pkgs"
    first, second, third = lock.packages
    inode = (make_unpacked(staging, first, {"a": 3}) / "a").stat().st_ino
    make_unpacked(staging, second, {"b": 3})
    assert to_unpack(lock, pkgs) == lock.packages
    hand_over(lock.packages, cache, pkgs, staging)
    assert (pkgs / first.folder_name / "a").stat().st_ino == inode
    assert to_unpack(lock, pkgs) == (third,)
    assert list(staging.iterdir()) == []
    hand_over(lock.packages, cache, pkgs, staging)
    assert (pkgs / first.folder_name / "a").stat().st_ino == inode


@pytest.mark.parametrize("harm", ["missing", "cut", "other address", "no record", "no list"])
def test_an_unpacked_package_that_is_not_right_is_replaced(
    lock: Lock, cache: Path, tmp_path: Path, harm: str
) -> None:
    """Power cuts, virus scanners, and the installer's own package of the same name (F12)."""
    staging, pkgs = tmp_path / "staging", tmp_path / "pkgs"
    package = lock.packages[0]
    good = make_unpacked(staging, package, {"a": 3})
    bad = make_unpacked(pkgs, package, {"a": 3})
    match harm:
        case "missing":
            (bad / "a").unlink()
        case "cut":
            (bad / "a").write_bytes(b"")
        case "other address":
            write_record(bad, replace(package, url="https://other/noarch/x.conda"))
        case "no record":
            (bad / "info" / "repodata_record.json").unlink()
        case _:
            (bad / "info" / "paths.json").write_text('{"paths": ["x"]}')
    inode = (good / "a").stat().st_ino
    hand_over(lock.packages, cache, pkgs, staging)
    assert (pkgs / package.folder_name / "a").stat().st_ino == inode


def test_without_an_unpacked_one_conda_gets_only_the_archive(
    lock: Lock, cache: Path, tmp_path: Path
) -> None:
    bad = make_unpacked(tmp_path / "pkgs", lock.packages[0], {"a": 3})
    (bad / "a").unlink()
    hand_over(lock.packages, cache, tmp_path / "pkgs", tmp_path / "nothing here")
    assert not bad.exists()
    assert (tmp_path / "pkgs" / lock.packages[0].file_name).exists()


def test_on_another_drive_nothing_unpacked_is_also_copied_as_an_archive(
    lock: Lock, cache: Path, tmp_path: Path, small_drive: Path
) -> None:
    pkgs = small_drive / "pkgs"
    make_unpacked(pkgs, lock.packages[0], {"a": 3})
    hand_over(lock.packages, cache, pkgs, tmp_path / "staging")
    copied = [package for package in lock.packages if (pkgs / package.file_name).exists()]
    assert copied == list(lock.packages[1:])
