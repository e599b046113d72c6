"""What can be linked already: whole families only, in a few batches, the rest at the end."""

from __future__ import annotations

import json
from pathlib import Path

from app.core.packages.batches import Batches, arrival_order
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.unpacked import write_record

NEEDS = {
    "python": (),
    "pip": ("python",),
    "numpy": ("python", "blas"),
    "blas": (),
    "scipy": ("numpy",),
    "pandas": ("numpy",),
    "notes": ("python", "__glibc"),
    "six": ("python",),
}


def package(name: str, size: int = 10, subdir: str = "linux-64") -> LockedPackage:
    url = f"https://h/{subdir}/{name}-1-0.conda"
    return LockedPackage(name, "1", "0", subdir, url, size, md5="0" * 32)


LOCK = Lock("key", "linux-64", tuple(package(name) for name in NEEDS))


def arrive(folder: Path, *names: str) -> None:
    for name in names:
        one = package(name)
        info = folder / one.folder_name / "info"
        info.mkdir(parents=True)
        depends = [f"{need} >=1,<2" for need in NEEDS[name]]
        (info / "index.json").write_text(json.dumps({"name": name, "depends": depends}))
        write_record(folder / one.folder_name, one)


def given(batches: Batches, all_arrived: bool = False) -> list[str]:
    return [one.name for one in batches.next(all_arrived)]


def test_nothing_is_linked_before_it_is_worth_it_and_python_is_there(tmp_path: Path) -> None:
    batches = Batches(LOCK, [tmp_path])
    assert given(batches) == []
    arrive(tmp_path, "blas")
    assert given(batches) == []
    arrive(tmp_path, "python", "pip")
    assert given(batches) == [], "three of eight are not half"
    arrive(tmp_path, "six")
    assert given(batches) == ["python", "pip", "blas", "six"]


def test_a_package_waits_for_what_it_needs_and_for_what_that_needs(tmp_path: Path) -> None:
    arrive(tmp_path, "python", "pip", "scipy", "pandas", "six", "notes", "blas")
    batches = Batches(LOCK, [tmp_path])
    assert given(batches) == ["python", "pip", "blas", "notes", "six"], "numpy is on its way"
    arrive(tmp_path, "numpy")
    assert given(batches) == ["numpy", "scipy", "pandas"]
    assert batches.left == ()
    assert given(batches) == []


def test_packages_that_need_each_other_come_together(tmp_path: Path) -> None:
    arrive(tmp_path, "six", "notes", "pip")
    circle = {"depends": ["pip"], "name": "python"}
    arrive(tmp_path, "python")
    (tmp_path / "python-1-0" / "info" / "index.json").write_text(json.dumps(circle))
    assert given(Batches(LOCK, [tmp_path])) == ["python", "pip", "notes", "six"]


def test_what_is_left_at_the_end_is_given_wherever_it_is(tmp_path: Path) -> None:
    batches = Batches(LOCK, [tmp_path])
    assert given(batches, all_arrived=True) == list(NEEDS)


def test_conda_may_have_some_already_but_not_from_another_channel(tmp_path: Path) -> None:
    ours, condas = tmp_path / "ours", tmp_path / "pkgs"
    arrive(condas, "python", "pip")
    arrive(ours, "blas", "six")
    record = condas / "pip-1-0" / "info" / "repodata_record.json"
    assert given(Batches(LOCK, [condas, ours])) == ["python", "pip", "blas", "six"]
    record.write_text(json.dumps({"url": "https://elsewhere/pip-1-0.conda"}))
    assert given(Batches(LOCK, [condas, ours])) == []


def test_an_odd_description_of_a_package_needs_nothing(tmp_path: Path) -> None:
    arrive(tmp_path, "python", "pip", "six", "blas")
    for name, text in (("pip", "[]"), ("six", '{"depends": 3}'), ("blas", '{"depends": [""]}')):
        (tmp_path / f"{name}-1-0" / "info" / "index.json").write_text(text)
    assert given(Batches(LOCK, [tmp_path])) == ["python", "pip", "blas", "six"]


def test_python_comes_first_then_small_ones_then_what_is_compiled_then_the_big_ones() -> None:
    packages = (
        package("scipy", 400),
        package("tiny", 5),
        package("jupyter", 100, "noarch"),
        package("numpy", 300),
        package("small", 20, "noarch"),
        package("python", 150),
        package("babel", 200, "noarch"),
    )
    names = [one.name for one in arrival_order(packages)]
    assert names == ["python", "tiny", "small", "babel", "jupyter", "scipy", "numpy"]


def test_packages_of_unknown_size_are_all_small() -> None:
    packages = tuple(
        LockedPackage(name, "1", "0", "noarch", f"https://h/noarch/{name}-1-0.conda")
        for name in ("b", "python", "a")
    )
    assert [one.name for one in arrival_order(packages)] == ["python", "b", "a"]
