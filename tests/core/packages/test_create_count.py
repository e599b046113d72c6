"""What conda does in silence is counted on the disk, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.packages.create_count import CreateCount, Created
from app.core.packages.lock import Lock, from_explicit
from tests.fakes.bench import PACKAGES, SUBDIR, channel

PYTHON, TINY, PIP = PACKAGES


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    return from_explicit(channel(tmp_path / "kit"), SUBDIR)


def counting(lock: Lock, root: Path) -> CreateCount:
    site_packages = root / "env" / "lib" / "python3.12" / "site-packages"
    return CreateCount(lock, root / "pkgs", root / "env", site_packages, "3.12.1")


def unpack(root: Path, name: str, files: list[str], noarch: str = "") -> None:
    info = root / "pkgs" / name / "info"
    info.mkdir(parents=True)
    (info / "paths.json").write_text(json.dumps({"paths": [{"_path": file} for file in files]}))
    (info / "index.json").write_text(json.dumps({"noarch": noarch}))
    (info / "repodata_record.json").write_text("{}")


def make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def test_each_package_is_counted_unpacked_linked_entered_and_compiled(
    lock: Lock, tmp_path: Path
) -> None:
    count, env = counting(lock, tmp_path), tmp_path / "env"
    assert (count.total, count.look()) == (6, Created(0, 0, 0, 0)), "nothing was given yet"
    count.take(lock.packages)
    assert (count.total, count.look()) == (9, Created(0, 0, 0, 0))
    unpack(tmp_path, PYTHON, ["bin/python", "lib/libpython.so"])
    assert count.look() == Created(1, 0, 0, 0)
    make(env / "bin" / "python")
    assert count.look() == Created(1, 0, 0, 0)
    make(env / "lib" / "libpython.so")
    assert count.look() == Created(1, 1, 0, 0)
    unpack(tmp_path, PIP, ["site-packages/pip/__init__.py", "python-scripts/pip"], "python")
    assert count.look() == Created(2, 1, 0, 0)
    assert count.total == 10
    pip = env / "lib" / "python3.12" / "site-packages" / "pip"
    make(pip / "__init__.py")
    make(pip / "__pycache__" / "__init__.cpython-312.pyc")
    unpack(tmp_path, TINY, [])
    assert count.look() == Created(3, 2, 0, 1)
    for name in PACKAGES:
        make(env / "conda-meta" / f"{name}.json")
    created = count.look()
    assert created == Created(3, 3, 3, 1)
    assert count.done(created) == count.total


def test_what_was_unpacked_before_is_no_work_of_condas(lock: Lock, tmp_path: Path) -> None:
    unpack(tmp_path, PYTHON, ["bin/python"])
    unpack(tmp_path, PIP, ["site-packages/pip.py"], "python")
    count = counting(lock, tmp_path)
    count.take(lock.packages)
    created = count.look()
    assert created == Created(0, 0, 0, 0)
    assert (count.done(created), count.to_unpack, count.total) == (0, 1, 1 + 3 + 3 + 1)


def test_what_comes_in_batches_is_counted_as_it_is_given(lock: Lock, tmp_path: Path) -> None:
    unpack(tmp_path, PYTHON, ["bin/python"])
    unpack(tmp_path, TINY, [])
    count = counting(lock, tmp_path)
    count.take(lock.packages[:1])
    make(tmp_path / "env" / "conda-meta" / f"{TINY}.json")
    assert count.look() == Created(0, 0, 0, 0), "not given to conda yet"
    count.take(lock.packages[1:])
    assert count.look() == Created(0, 1, 1, 0)
    assert count.to_unpack == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"paths": ["x"]}', '{"paths": 3}'])
def test_an_odd_list_of_files_stops_no_counting(lock: Lock, tmp_path: Path, text: str) -> None:
    unpack(tmp_path, TINY, [])
    (tmp_path / "pkgs" / TINY / "info" / "paths.json").write_text(text)
    count = counting(lock, tmp_path)
    count.take(lock.packages)
    assert count.look().unpacked == 0
    assert count.to_unpack == len(PACKAGES) - 1
