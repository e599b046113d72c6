"""A zipped kit at a web address: fetched once, gone on with, never trusted."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.session import Session
from app.core.window_start import WORKSHOP_FILE
from app.core.workshops.opening import open_workshop
from app.errors import Cancelled, InstallError, NoNetwork, NoSpace, PlanInvalid
from tests.core.conftest import no_proxies
from tests.core.workshops.test_opening import zipped
from tests.fakes import faults
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer

__all__ = ["no_proxies"]
WORKSHOP = 'schema = 1\n[workshop]\ntitle = "A class"\n'
PATH = "/files/my%20kit.zip"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def session(bench: Bench) -> Session:
    return bench.session


def kit_zip(folder: Path, title: str = "A class") -> bytes:
    kit = folder / "kit"
    shutil.rmtree(kit, ignore_errors=True)
    kit.mkdir()
    (kit / "workshop.toml").write_text(WORKSHOP.replace("A class", title))
    (kit / "noise").write_bytes(bytes(range(256)) * 8000)
    with zipfile.ZipFile(folder / "x.zip", "w", zipfile.ZIP_STORED) as archive:
        for name in ("workshop.toml", "noise"):
            archive.write(kit / name, f"kit/{name}")
    return (folder / "x.zip").read_bytes()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FaultServer]:
    with FaultServer({PATH: kit_zip(tmp_path)}) as running:
        yield running


def stop_half_way(session: Session, address: str) -> None:
    cancel = Cancel()

    def count(done: int, _total: int | None) -> None:
        if done > 500_000:
            cancel.set()

    with pytest.raises(Cancelled):
        open_workshop(address, session, cancel, count)


def test_it_is_opened_as_a_folder_of_this_computer_with_progress(
    session: Session, server: FaultServer
) -> None:
    counts: list[tuple[int, int | None]] = []
    found = open_workshop(server.url + PATH, session, Cancel(), lambda *c: counts.append(c))
    assert found.workshop.title == "A class"
    assert (Path(found.source) / "noise").stat().st_size == 256 * 8000
    size = len(server.files[PATH])
    assert counts[0] == (0, size)
    assert counts[-1] == (size, size)
    assert not list(session.cache.rglob("*.zip")), "it does not lie there twice"
    assert not list(session.cache.rglob("*.partial"))


def test_what_the_server_has_as_before_does_not_come_again(
    session: Session, server: FaultServer, tmp_path: Path
) -> None:
    first = open_workshop(server.url + PATH, session, Cancel())
    server.always(PATH, faults.truncate(1000))
    assert open_workshop(server.url + PATH, session, Cancel()) == first
    server.always(PATH, faults.serve)
    server.files[PATH], server.etag = kit_zip(tmp_path, "Another"), '"2"'
    assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "Another"


def test_a_broken_connection_goes_on_where_it_was(session: Session, server: FaultServer) -> None:
    server.fail(PATH, faults.reset(700_000))
    assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "A class"
    assert server.requests[0].range_start == 0
    assert server.requests[-1].range_start > 0
    assert server.requests[-1].headers["if-range"] == '"1"'


def test_a_file_that_has_changed_meanwhile_begins_again(
    session: Session, server: FaultServer, tmp_path: Path
) -> None:
    stop_half_way(session, server.url + PATH)
    server.files[PATH], server.etag = kit_zip(tmp_path, "Another"), '"2"'
    assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "Another"


def test_stopped_and_opened_again_it_goes_on(session: Session, server: FaultServer) -> None:
    stop_half_way(session, server.url + PATH)
    assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "A class"
    assert server.requests[-1].range_start > 0


def test_one_that_was_whole_when_the_program_was_killed_is_taken(
    session: Session, server: FaultServer
) -> None:
    stop_half_way(session, server.url + PATH)
    (partial,) = session.cache.rglob("*.partial")
    partial.write_bytes(server.files[PATH])
    assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "A class"
    assert server.requests[-1].range_start == len(server.files[PATH]) - 1


def test_a_server_without_versions_gives_it_anew_each_time(
    session: Session, server: FaultServer
) -> None:
    server.etag = ""
    for _again in range(2):
        assert open_workshop(server.url + PATH, session, Cancel()).workshop.title == "A class"


@pytest.mark.parametrize("fault", [faults.html, faults.status(404), faults.status(403)])
def test_a_page_or_nothing_at_the_address_is_told(
    session: Session, server: FaultServer, fault: faults.Fault
) -> None:
    server.always(PATH, fault)
    with pytest.raises(NoNetwork) as caught:
        open_workshop(server.url + PATH, session, Cancel())
    assert caught.value.remedy


def test_what_is_no_zip_file_is_told_and_not_kept(session: Session, server: FaultServer) -> None:
    server.files[PATH] = b"hello" * 1000
    with pytest.raises(PlanInvalid, match=r"my%20kit\.zip is damaged"):
        open_workshop(server.url + PATH, session, Cancel())
    assert not list(session.cache.rglob("*.zip"))


def test_one_that_is_larger_than_the_drive_is_refused_before_it_comes(
    session: Session, server: FaultServer
) -> None:
    server.always(PATH, faults.wrong_length(2**50))
    with pytest.raises(NoSpace, match="too large for the drive"):
        open_workshop(server.url + PATH, session, Cancel())
    assert sum(file.stat().st_size for file in session.cache.rglob("*.partial")) == 0


@pytest.mark.parametrize(
    "names",
    [
        ("../evil",), ("/evil",), ("C:/evil",), ("a/../../evil",), ("aux.txt",), ("a/COM1",),
        ("Evil.txt", "evil.TXT"), ("evil/a", "EVIL/b"), ("evil", "evil/b"), ("x" * 500,),
        ("a/" + "evil" * 75,), ("evil/" * 50 + "x",), ("evil", "evil/"), ("evil/", "evil"),
        ("Evil/", "evil"), ("EVIL/", "evil/a"), ("evil\x1b[2J",),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_lead_out_or_that_some_system_cannot_have_are_refused(
    session: Session, server: FaultServer, tmp_path: Path, names: tuple[str, ...]
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as archive:
        for name in names:
            archive.writestr(name, "x")
    server.files[PATH] = (tmp_path / "x.zip").read_bytes()
    with pytest.raises(InstallError) as caught:
        open_workshop(server.url + PATH, session, Cancel())
    assert caught.value.summary.isprintable()
    assert "cannot be written" not in caught.value.summary
    assert caught.value.remedy
    assert not [path for path in tmp_path.rglob("*evil*") if path.is_file()]


def test_a_link_and_a_bomb_are_refused(
    session: Session, server: FaultServer, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as archive:
        entry = zipfile.ZipInfo("kit/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    server.files[PATH] = (tmp_path / "x.zip").read_bytes()
    with pytest.raises(PlanInvalid, match="link"):
        open_workshop(server.url + PATH, session, Cancel())
    (tmp_path / "bomb").mkdir()
    (tmp_path / "bomb" / "zeros").write_bytes(bytes(50_000_000))
    bomb = zipped(tmp_path / "bomb", tmp_path / "bomb", tmp_path / "bomb.zip")
    server.files[PATH], server.etag = bomb.read_bytes(), '"2"'
    with pytest.raises(PlanInvalid, match="unreasonable"):
        open_workshop(server.url + PATH, session, Cancel())
    assert not [path for path in session.cache.rglob("*") if path.is_file()], "nothing stays"


def test_of_a_zip_that_is_not_unpacked_to_its_end_nothing_stays(
    session: Session, tmp_path: Path
) -> None:
    archive = tmp_path / "x.zip"
    archive.write_bytes(kit_zip(tmp_path))
    with zipfile.ZipFile(archive, "a") as contents:
        contents.writestr("kit/aux.txt", "x")
    with pytest.raises(InstallError):
        open_workshop(str(archive), session, Cancel())
    stopped = Cancel()
    stopped.set()
    archive.write_bytes(kit_zip(tmp_path))
    with pytest.raises(Cancelled):
        open_workshop(str(archive), session, stopped)
    assert not [path for path in session.cache.rglob("*") if path.is_file()]


def test_what_a_killed_program_had_unpacked_is_unpacked_anew_whatever_is_in_it(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as contents:
        for mark in (".complete", "kit/.complete"):
            contents.writestr(mark, "")
        contents.writestr("workshop.toml", WORKSHOP)
        contents.writestr("../evil", "x")
    with monkeypatch.context() as killed:  # nobody removes what is there
        killed.setattr(
            "app.core.workshops.zipped_kit.shutil.rmtree", lambda *_args, **_options: None
        )
        with pytest.raises(PlanInvalid, match="evil"):
            open_workshop(str(archive), session, Cancel())
    with pytest.raises(PlanInvalid, match="evil"):
        open_workshop(str(archive), session, Cancel())


@pytest.mark.parametrize(("name", "told"), [("x", "has no"), ("unfinished.json", "not finished")])
def test_what_is_wrong_with_a_zip_is_told_of_the_zip_and_not_of_a_folder_of_ours(
    session: Session, server: FaultServer, tmp_path: Path, name: str, told: str
) -> None:
    archive = tmp_path / "my kit.zip"
    with zipfile.ZipFile(archive, "w") as contents:
        contents.writestr(name, "{}")
        if name != "x":
            contents.writestr("workshop.toml", WORKSHOP)
    server.files[PATH] = archive.read_bytes()
    for place, called in ((str(archive), "my kit.zip"), (server.url + PATH, "my%20kit.zip")):
        with pytest.raises(PlanInvalid, match=told) as caught:
            open_workshop(place, session, Cancel())
        assert called in caught.value.summary
        assert str(session.cache) not in caught.value.summary


def test_a_kit_in_a_folder_with_a_long_name_is_as_good_as_without(
    session: Session, tmp_path: Path
) -> None:
    archive = tmp_path / "x.zip"
    inside = "/".join(["d" * 25] * 6)
    with zipfile.ZipFile(archive, "w") as contents:
        for name in ("workshop.toml", f"{inside}/file"):
            contents.writestr(f"{'k' * 60}/{name}", WORKSHOP)
        contents.writestr(f"{'k' * 60}/", "")
    found = open_workshop(str(archive), session, Cancel())
    assert (Path(found.source) / inside / "file").is_file()


def test_a_workshop_file_beside_it_is_none(session: Session, server: FaultServer) -> None:
    path = f"/files/a{WORKSHOP_FILE}"
    server.files[path] = WORKSHOP.encode()
    assert open_workshop(server.url + path, session, Cancel()).source == f"{server.url}/files"
