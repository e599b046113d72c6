"""A workshop is locked for several platforms at once, and locked again without losing any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.packages.solve import wish_for
from app.core.packages.workshop_lock import given_lock
from app.core.session import Session
from app.core.workshops.locking import Locked, LockFor, lock_workshop
from app.core.workshops.opening import Opened, open_workshop
from app.errors import PlanInvalid
from tests.core.packages.test_solve import record
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer

WORKSHOP = 'schema = 1\n[environment]\nchannels = ["./channel"]\npackages = ["numpy"]\n'


def write_channel(folder: Path, *subdirs: str) -> None:
    for subdir in (*subdirs, "noarch"):
        records = [record("python", "3.12.7"), record("pip", "25.0"), record("numpy", "2.1")]
        files = {f"{one['name']}-{one['version']}-0.conda": one for one in records}
        here = {} if subdir == "noarch" else files
        index = {
            "info": {"subdir": subdir},
            "packages": {},
            "packages.conda": {name: {**one, "subdir": subdir} for name, one in here.items()},
        }
        (folder / subdir).mkdir(parents=True, exist_ok=True)
        (folder / subdir / "repodata.json").write_text(json.dumps(index))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Bench(tmp_path / "bench").session


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "a kit"
    folder.mkdir()
    (folder / "workshop.toml").write_text(WORKSHOP)
    write_channel(folder / "channel", "linux-64", "win-64")
    return folder


def opened(place: Path | str, session: Session) -> Opened:
    return open_workshop(str(place), session, Cancel())


def lock(place: Path, session: Session, *subdirs: str) -> Locked:
    return lock_workshop(
        opened(place, session), LockFor(subdirs), session, Cancel(), lambda _text: None
    )


def test_a_lock_is_written_beside_the_workshop_and_found_when_it_is_opened(
    kit: Path, session: Session
) -> None:
    locked = lock(kit, session, "linux-64", "win-64")
    assert sorted(file.name for file in locked.files) == [
        "workshop.linux-64.txt",
        "workshop.lock.toml",
        "workshop.win-64.txt",
    ]
    again = opened(kit, session)
    plan = session.opened(again.workshop, again.source)
    for subdir in ("linux-64", "win-64"):
        found = given_lock(plan.workshop.lock, wish_for(plan, subdir))
        assert found is not None
        assert {package.name for package in found.packages} == {"python", "pip", "numpy"}
        assert all(package.url.startswith((kit / "channel").as_uri()) for package in found.packages)


def test_locking_twice_changes_nothing_and_another_platform_keeps_the_first(
    kit: Path, session: Session
) -> None:
    lock(kit, session, "linux-64")
    first = (kit / "workshop.lock.toml").read_text()
    lock(kit, session, "linux-64")
    assert (kit / "workshop.lock.toml").read_text() == first
    locked = lock(kit, session, "win-64")
    assert [platform.subdir for platform in locked.kept] == ["linux-64"]
    both = (kit / "workshop.lock.toml").read_text()
    assert first.partition("[linux-64]")[2].strip() in both
    assert "[win-64]" in both


def test_what_no_longer_answers_the_workshop_goes_with_its_explicit_file(
    kit: Path, session: Session
) -> None:
    lock(kit, session, "linux-64", "win-64")
    (kit / "workshop.notes.txt").write_text("somebody's own\n")
    (kit / "workshop.toml").write_text(WORKSHOP.replace('"numpy"', '"numpy=2.1"'))
    locked = lock(kit, session, "linux-64")
    assert locked.kept == ()
    assert not (kit / "workshop.win-64.txt").exists()
    assert (kit / "workshop.notes.txt").exists()


def test_a_platform_that_cannot_be_solved_does_not_lose_the_others(
    kit: Path, session: Session
) -> None:
    locked = lock(kit, session, "osx-arm64", "linux-64")
    assert [platform.subdir for platform in locked.made] == ["linux-64"]
    assert "for osx-arm64" in locked.failed["osx-arm64"].summary
    assert opened(kit, session).workshop.lock.find("linux-64")
    before = (kit / "workshop.lock.toml").read_text()
    nothing = lock(kit, session, "osx-arm64")
    assert nothing.files == ()
    assert (kit / "workshop.lock.toml").read_text() == before


def test_a_damaged_lock_file_is_replaced(kit: Path, session: Session) -> None:
    (kit / "workshop.lock.toml").write_text("<html>")
    assert opened(kit, session).workshop.lock.problem
    lock(kit, session, "linux-64")
    assert opened(kit, session).workshop.lock.problem == ""


def test_what_lies_in_no_folder_of_its_own_cannot_be_locked(
    kit: Path, session: Session, tmp_path: Path
) -> None:
    import shutil

    environment = tmp_path / "environment.yml"
    environment.write_text("dependencies: [numpy]\n")
    archive = Path(shutil.make_archive(str(tmp_path / "kit"), "zip", kit))
    explicit = tmp_path / "exact" / "workshop.toml"
    explicit.parent.mkdir()
    line = f"https://h/linux-64/a-1-0.conda#{'0' * 32}"
    explicit.write_text(f'schema = 1\n[environment]\nexplicit = ["{line}"]\n')
    with FaultServer({"/workshop.toml": WORKSHOP.encode()}) as server:
        for place in (environment, archive, explicit, server.url):
            found = opened(place, session)
            with pytest.raises(PlanInvalid) as caught:
                lock_workshop(found, LockFor(("linux-64",)), session, Cancel(), lambda _text: None)
            assert caught.value.remedy


def test_a_platform_that_conda_does_not_know_is_refused_before_anything_is_written(
    kit: Path, session: Session
) -> None:
    with pytest.raises(PlanInvalid):
        lock(kit, session, "linux-64", "amiga-16")
    assert not list(kit.glob("*.lock.toml"))
