"""Packages of pip in a kit: chosen for every platform from here, pinned, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.checking import Checked, check_kit
from app.core.kits.making import Made, Workbench, make_kit
from app.core.mirrors import remembered
from app.core.packages.hand_over import wheels_to_fetch
from app.core.packages.solve import wish_elsewhere
from app.core.packages.workshop_lock import given_lock
from app.core.run.events import Event
from app.core.session import Session
from app.core.workshops.lock_file import read_lock_file
from app.core.workshops.locking import LockFor, lock_workshop
from app.core.workshops.opening import open_workshop
from app.errors import InstallError, PlanInvalid
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer
from tests.fakes.package_index import CONSENT, Packages, mirrors_at
from tests.fakes.small_workshop import SUBDIRS, make_workshop

PURE = "wheels/part-1.0-py3-none-any.whl"
LINUX = "wheels/fast-1.0-cp312-cp312-manylinux_2_17_x86_64.whl"
WINDOWS = "wheels/fast-1.0-cp312-cp312-win_amd64.whl"


@pytest.fixture
def packages() -> Packages:
    packages = Packages()
    packages.add("fast", "1.0", "part", tag="cp312-cp312-manylinux_2_17_x86_64")
    packages.add("fast", "1.0", "part", tag="cp312-cp312-win_amd64")
    packages.add("part", "1.0")
    return packages


@pytest.fixture
def server(packages: Packages) -> Iterator[FaultServer]:
    with FaultServer(packages.served()) as running:
        yield running


@pytest.fixture
def session(tmp_path: Path, server: FaultServer) -> Session:
    remembered.keep((CONSENT,))
    return replace(Bench(tmp_path / "bench").session, mirrors=mirrors_at(server))


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = make_workshop(tmp_path / "a workshop")
    wants(folder, "fast")
    return folder


def wants(folder: Path, *pip: str) -> None:
    file = folder / "workshop.toml"
    text = re.sub(r"pip = .*\n", "", file.read_text("utf-8"))
    line = f"pip = {json.dumps(list(pip))}\n"
    file.write_text(text.replace('["tiny"]\n', f'["tiny"]\n{line}'), "utf-8")


def make(session: Session, place: Path, kit: Path, *subdirs: str) -> Made:
    events: list[Event] = []
    opened = open_workshop(str(place), session, Cancel())
    bench = Workbench(session, Cancel(), events.append)
    return make_kit(opened, LockFor(subdirs or SUBDIRS), kit, bench)


def check(kit: Path, session: Session) -> Checked:
    return check_kit(kit, session, Cancel(), lambda _done, _total: None)


def test_a_kit_has_the_wheels_of_each_platform_and_what_they_share_once(
    session: Session, workshop: Path, tmp_path: Path
) -> None:
    made = make(session, workshop, tmp_path / "kit")
    who = {entry.path: entry.platforms for entry in made.manifest.files}
    assert who[LINUX] == ("linux-64",)
    assert who[WINDOWS] == ("win-64",)
    assert who[PURE] == ()
    assert who["workshop.linux-64.pip.txt"] == ("linux-64",)
    assert check(made.folder, session).complete == SUBDIRS
    page = (made.folder / "START-HERE.html").read_text("utf-8")
    assert page.count("--no-index --find-links wheels") == 2
    assert make(session, workshop, made.folder).written == ()


def test_the_kit_installs_from_itself_alone(
    session: Session, workshop: Path, tmp_path: Path, server: FaultServer
) -> None:
    kit = make(session, workshop, tmp_path / "kit").folder.rename(tmp_path / "carried")
    opened = open_workshop(str(kit), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    for subdir, file in (("linux-64", LINUX), ("win-64", WINDOWS)):
        lock = given_lock(opened.workshop.lock, wish_elsewhere(plan, subdir))
        assert lock is not None
        found = {fetched.urls for fetched in wheels_to_fetch(lock, str(kit), tmp_path)}
        assert found == {((kit / file).as_uri(),), ((kit / PURE).as_uri(),)}
    server.requests.clear()
    assert make(session, kit, tmp_path / "second").folder.is_dir(), "a kit of the kit"
    assert server.requests == []


def test_seedbed_lock_pins_what_pip_adds_and_a_kit_takes_it_from_there(
    session: Session, workshop: Path, packages: Packages, server: FaultServer, tmp_path: Path
) -> None:
    opened = open_workshop(str(workshop), session, Cancel())
    locked = lock_workshop(opened, LockFor(SUBDIRS), session, Cancel(), lambda _text: None)
    assert not locked.failed
    names = {file.name for file in locked.files}
    assert {"workshop.linux-64.txt", "workshop.linux-64.pip.txt", "workshop.win-64.pip.txt"} < names
    lines = (workshop / "workshop.win-64.pip.txt").read_text().splitlines()
    assert re.fullmatch(r"fast==1\.0 --hash=sha256:[0-9a-f]{64}", lines[-2])
    packages.add("part", "2.0")
    server.files = packages.served()
    assert PURE in {e.path for e in make(session, workshop, tmp_path / "kit").manifest.files}


def test_another_list_for_pip_is_another_lock(
    session: Session, workshop: Path, packages: Packages, server: FaultServer, tmp_path: Path
) -> None:
    kit = make(session, workshop, tmp_path / "kit").folder
    packages.add("more", "3.0")
    server.files = packages.served()
    wants(workshop, "fast", "more")
    made = make(session, workshop, kit)
    assert "wheels/more-3.0-py3-none-any.whl" in made.written
    wants(workshop)
    made = make(session, workshop, kit)
    assert not (kit / "wheels").exists()
    assert "workshop.linux-64.pip.txt" in made.removed


def test_a_lock_from_before_wheels_leaves_pip_to_choose(session: Session, workshop: Path) -> None:
    wants(workshop)
    opened = open_workshop(str(workshop), session, Cancel())
    lock_workshop(opened, LockFor(("linux-64",)), session, Cancel(), lambda _text: None)
    wants(workshop, "fast")
    opened = open_workshop(str(workshop), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    lock = given_lock(opened.workshop.lock, wish_elsewhere(plan, "linux-64"))
    assert lock is not None
    assert lock.wheels is None


def test_checksums_of_the_instructor_are_kept(
    session: Session, workshop: Path, packages: Packages, tmp_path: Path
) -> None:
    wants(workshop, f"part==1.0 --hash=sha256:{'0' * 64}")
    with pytest.raises(PlanInvalid, match="checksums"):
        make(session, workshop, tmp_path / "kit")
    assert not (tmp_path / "kit").exists()


def test_what_cannot_be_had_for_one_platform_names_it(
    session: Session, workshop: Path, packages: Packages, server: FaultServer, tmp_path: Path
) -> None:
    packages.add("only", "1.0", tag="cp312-cp312-manylinux_2_17_x86_64")
    server.files = packages.served()
    wants(workshop, "only")
    with pytest.raises(InstallError) as caught:
        make(session, workshop, tmp_path / "kit")
    assert str(caught.value).startswith("win-64: only has no ready build for win-64")
    assert caught.value.__cause__ is not caught.value


def test_a_wheel_that_is_altered_or_left_out_is_found_out(
    session: Session, workshop: Path, tmp_path: Path
) -> None:
    kit = make(session, workshop, tmp_path / "kit").folder
    data = (kit / WINDOWS).read_bytes()
    (kit / WINDOWS).write_bytes(data[:-1] + b"?")
    assert check(kit, session).altered == (WINDOWS,)
    (kit / WINDOWS).unlink()
    manifest = json.loads((kit / "manifest.json").read_text("utf-8"))
    manifest["files"] = [one for one in manifest["files"] if one["path"] != WINDOWS]
    (kit / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    checked = check(kit, session)
    assert "fast-1.0" in " ".join(checked.problems)
    assert checked.complete == ("linux-64",)


@pytest.mark.parametrize(
    "url",
    [
        "./wheels/../x-1-py3-none-any.whl",
        "./other/x-1-py3-none-any.whl",
        "file:///etc/x-1-py3-none-any.whl",
        "https://name@h/x-1-py3-none-any.whl",
        "https://h/x-1-py3-none-any.whl#y",
        "https://h/a b/x-1-py3-none-any.whl",
        "https://h/..%2fx-1-py3-none-any.whl",
        "./wheels/x.tar.gz",
    ],
)
def test_a_lock_that_names_other_places_for_wheels_is_not_used(url: str) -> None:
    text = f"""\
version = 1
[linux-64]
fingerprint = "{"0" * 64}"
packages = 1
files = [{{ url = "conda-forge/linux-64/a-1-0.conda", size = 1, sha256 = "{"0" * 64}" }}]
wheels = [{{ url = "{url}", size = 1, sha256 = "{"0" * 64}" }}]
"""
    with pytest.raises(PlanInvalid, match="not a wheel"):
        read_lock_file(text.encode(), "x.lock.toml", ("conda-forge",))
    good = text.replace(url, "./wheels/x-1-py3-none-any.whl")
    read = read_lock_file(good.encode(), "x.lock.toml", ("conda-forge",)).platforms[0]
    assert [wheel.file_name for wheel in read.wheels or ()] == ["x-1-py3-none-any.whl"]
    assert read.bytes == 2
