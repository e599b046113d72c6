"""Each platform gets the workshop as its author meant it there, and its lock answers that."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.conda import marker
from app.core.packages.solve import wish_elsewhere, wish_for
from app.core.packages.workshop_lock import given_lock
from app.core.plan import Accelerator, Difference, Plan, Target, Workshop
from app.core.proof.coding import Belongs, belongs, code_when_failed, workshop_mark
from app.core.proof.wanted import wanted_libraries
from app.core.workshops.differences import (
    handed_out,
    idle_names,
    plan_on,
    stated_least,
    virtual_on,
    windows_version,
    workshop_on,
)
from app.core.workshops.lock_file import LockFile
from app.core.workshops.locking import LockFor, lock_workshop
from app.core.workshops.opening import open_workshop
from tests.core.packages.test_solve import record
from tests.fakes.bench import Bench

LINUX, WINDOWS = "linux-64", "win-64"
WORKSHOP = Workshop(
    title="Deep",
    packages=("numpy", "tensorflow>=2"),
    pip_packages=("My_Tool[extra]==1",),
    differences=(
        Difference(WINDOWS, without=("TensorFlow", "my-tool"), instead=("pytorch", "numpy")),
    ),
)


def plan_of(workshop: Workshop) -> Plan:
    return Plan(workshop, Target(Path("/x")))


def test_a_library_is_dropped_by_its_name_and_others_come_once() -> None:
    there = workshop_on(WORKSHOP, WINDOWS)
    assert there.packages == ("numpy", "pytorch")
    assert there.pip_packages == ()
    assert there.differences == ()
    assert workshop_on(WORKSHOP, LINUX).packages == WORKSHOP.packages
    assert workshop_on(WORKSHOP, "").differences == WORKSHOP.differences


def test_a_plan_is_settled_once_and_remembers_what_was_handed_out() -> None:
    settled = plan_on(plan_of(WORKSHOP), WINDOWS)
    assert plan_on(settled, WINDOWS) == settled
    assert handed_out(settled) == WORKSHOP
    chosen = settled.with_workshop(packages=("numpy", "tensorflow"))
    assert plan_on(chosen, WINDOWS) == chosen, "the person wanted it all the same"


def test_solving_and_proof_want_what_the_platform_gets() -> None:
    base = plan_of(WORKSHOP)
    assert wish_for(base, LINUX).specs == ("python", "pip", "numpy", "tensorflow>=2")
    assert wish_for(base, WINDOWS).specs == ("python", "pip", "numpy", "pytorch")
    settled = plan_on(base, WINDOWS)
    assert wish_for(settled, WINDOWS).key == wish_elsewhere(base, WINDOWS).key
    assert [one.name for one in wanted_libraries(settled)] == ["numpy", "pytorch"]
    assert marker.plan_key(settled) != marker.plan_key(plan_on(base, LINUX))


def test_the_proof_code_is_for_the_same_workshop_on_every_platform(tmp_path: Path) -> None:
    for subdir in (LINUX, WINDOWS):
        settled = plan_on(plan_of(WORKSHOP), subdir)
        code = code_when_failed(settled, tmp_path, "fetch_packages")
        assert code is not None
        assert belongs(code, WORKSHOP) is Belongs.UNLOCKED
    changed = plan_on(plan_of(WORKSHOP), WINDOWS).with_workshop(packages=("numpy",))
    other = code_when_failed(changed, tmp_path, "fetch_packages")
    assert other is not None
    assert other.workshop != workshop_mark(WORKSHOP)


def test_the_stated_systems_are_solved_for_and_a_lock_is_only_for_them() -> None:
    stated = replace(WORKSHOP, glibc="2.31", macos="13.0", windows="11")
    assert stated_least(stated, "linux-aarch64") == ("__glibc=2.31",)
    assert stated_least(stated, "osx-arm64") == ("__osx=13.0",)
    assert stated_least(stated, WINDOWS) == ("__win=10.0.22000",)
    assert stated_least(WORKSHOP, LINUX) == ()
    assert "__glibc=2.31=0" in wish_elsewhere(plan_of(stated), LINUX).virtual
    assert "__osx=13.0=0" in wish_elsewhere(plan_of(stated), "osx-64").virtual
    assert wish_for(plan_of(stated), LINUX).key == wish_elsewhere(plan_of(stated), LINUX).key
    assert wish_for(plan_of(stated), LINUX).key != wish_for(plan_of(WORKSHOP), LINUX).key
    assert virtual_on(stated, LINUX, ("__unix=0=0",)) == ("__unix=0=0",)
    assert windows_version("10") == "10.0"


def test_a_stated_cuda_is_what_builds_are_chosen_for_where_there_are_any() -> None:
    stated = plan_of(Workshop(packages=("pytorch",), cuda="12.4"))
    there = wish_elsewhere(stated, LINUX)
    assert there.kind == "cuda"
    assert there.cuda == "12.4"
    assert there.bounds == ("cuda-version<=12.4",)
    assert there.added
    assert wish_elsewhere(stated, "osx-arm64").cuda in ("", None)
    processor = stated.with_target(accelerator=Accelerator.CPU)
    assert wish_elsewhere(processor, LINUX).cuda is None
    own = plan_of(Workshop(packages=("pytorch", "cuda-version=12.9"), cuda="12.9"))
    assert wish_elsewhere(own, LINUX).bounds == ()


def write_channel(folder: Path, subdir: str, *names: str) -> None:
    records = [
        record("python", "3.12.7"),
        record("pip", "25.0"),
        *(record(n, "1.0") for n in names),
    ]
    files = {f"{r['name']}-{r['version']}-0.conda": {**r, "subdir": subdir} for r in records}
    (folder / subdir).mkdir(parents=True, exist_ok=True)
    index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": files}
    (folder / subdir / "repodata.json").write_text(json.dumps(index))


FILE = """\
schema = 1
[workshop]
title = "Deep"
[environment]
channels = ["./channel"]
packages = ["numpy", "only_here>=1"]
[platforms]
glibc = "2.30"
[platforms.win-64]
without = ["only_here"]
instead = ["only_there"]
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    write_channel(folder / "channel", LINUX, "numpy", "only_here")
    write_channel(folder / "channel", WINDOWS, "numpy", "only_there")
    write_channel(folder / "channel", "noarch")
    (folder / "workshop.toml").write_text(FILE)
    return folder


def test_each_platform_is_locked_for_its_own_libraries(tmp_path: Path, kit: Path) -> None:
    session = Bench(tmp_path / "bench").session
    opened = open_workshop(str(kit), session, Cancel())
    wanted = LockFor((LINUX, WINDOWS))
    locked = lock_workshop(opened, wanted, session, Cancel(), lambda _text: None)
    assert locked.failed == {}
    again = open_workshop(str(kit), session, Cancel())
    base = session.opened(again.workshop, again.source)
    for subdir, name in ((LINUX, "only_here"), (WINDOWS, "only_there")):
        settled = plan_on(base, subdir)
        found = given_lock(settled.workshop.lock, wish_for(settled, subdir))
        assert found is not None
        assert {package.name for package in found.packages} == {"python", "pip", "numpy", name}
    later = base.with_workshop(glibc="2.31")
    assert given_lock(later.workshop.lock, wish_for(later, LINUX)) is None
    assert given_lock(later.workshop.lock, wish_for(later, WINDOWS)) is not None
    without_lock = base.with_workshop(lock=LockFile())
    assert session.solver(base, Cancel()).solve(wish_elsewhere(without_lock, WINDOWS)).packages


def test_a_package_of_pip_is_left_out_however_its_name_is_written() -> None:
    workshop = Workshop(
        pip_packages=("typing_extensions>=4", "My.Pkg"),
        differences=(Difference("win-64", without=("typing_extensions", "my-pkg")),),
    )
    assert workshop_on(workshop, "win-64").pip_packages == ()
    assert idle_names(workshop, workshop.differences[0]) == ()
