"""Archives on their way into conda's cache, and counting what conda does with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.lock import Lock, from_explicit
from app.core.packages import LinkCount, archive_path, files_to_fetch, hand_over
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
    hand_over(lock, cache, pkgs)
    hand_over(lock, cache, pkgs)
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
    hand_over(lock, cache, pkgs)
    lines = (pkgs / "urls.txt").read_text().splitlines()
    assert lines[0] == "https://h/linux-64/conda-1-0.conda"
    assert lines[2:] == [package.url for package in lock.packages]


def test_half_a_copy_of_an_interrupted_run_is_replaced(
    lock: Lock, cache: Path, tmp_path: Path
) -> None:
    pkgs = tmp_path / "pkgs"
    pkgs.mkdir()
    (pkgs / lock.packages[0].file_name).write_bytes(b"half")
    hand_over(lock, cache, pkgs)
    assert (pkgs / lock.packages[0].file_name).stat().st_size > 4


def unpack(pkgs: Path, name: str, files: list[str]) -> None:
    info = pkgs / name / "info"
    info.mkdir(parents=True)
    (info / "paths.json").write_text(json.dumps({"paths": [{"_path": file} for file in files]}))
    (info / "repodata_record.json").write_text("{}")


def make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def test_packages_are_counted_when_unpacked_and_when_their_last_file_stands(
    lock: Lock, tmp_path: Path
) -> None:
    pkgs, prefix = tmp_path / "pkgs", tmp_path / "env"
    python, tiny, pip = PACKAGES
    count = LinkCount(lock, pkgs, prefix, prefix / "lib" / "python3.12" / "site-packages")
    assert (count.total, count.look()) == (6, (0, 0))
    unpack(pkgs, python, ["bin/python", "lib/libpython.so"])
    assert count.look() == (1, 0)
    make(prefix / "bin" / "python")
    assert count.look() == (1, 0)
    make(prefix / "lib" / "libpython.so")
    make(prefix / "lib" / "python3.12" / "os.py")
    assert count.look() == (1, 1)
    unpack(pkgs, pip, ["site-packages/pip/__init__.py"])
    make(prefix / "lib" / "python3.12" / "site-packages" / "pip" / "__init__.py")
    unpack(pkgs, tiny, [])
    assert count.look() == (3, 2)
    make(prefix / "conda-meta" / f"{tiny}.json")
    assert count.look() == (3, 3)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"paths": ["x"]}', '{"paths": [{}]}'])
def test_an_odd_list_of_files_stops_no_counting(lock: Lock, tmp_path: Path, text: str) -> None:
    info = tmp_path / "pkgs" / PACKAGES[0] / "info"
    info.mkdir(parents=True)
    (info / "paths.json").write_text(text)
    (info / "repodata_record.json").write_text("{}")
    count = LinkCount(lock, tmp_path / "pkgs", tmp_path / "env", tmp_path / "env" / "lib")
    assert count.look()[0] == 1
