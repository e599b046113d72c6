"""Kits of exact packages: for the one platform that they are for, and for no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.checks.kit import kit_findings
from app.core.kits.checking import Checked, check_kit
from app.core.packages.lock import explicit_platform, from_explicit
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import InstallError, PlanInvalid
from tests.core.kits.conftest import Make
from tests.fakes.fault_server import FaultServer
from tests.fakes.small_workshop import make_workshop, served

TINY = "channel/linux-64/tiny-1.0-0.conda"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FaultServer]:
    with FaultServer(served(make_workshop(tmp_path / "there"))) as running:
        yield running


def lines(server: FaultServer, subdir: str, algorithm: str = "md5") -> list[str]:
    """The explicit list of all that the small channel has for a platform."""
    mark = "sha256:" if algorithm == "sha256" else ""
    return [
        f"{server.url}{path}#{mark}{hashlib.new(algorithm, data).hexdigest()}"
        for path, data in server.files.items()
        if path.endswith(".conda") and path.split("/")[-2] in (subdir, "noarch")
    ]


def write(folder: Path, explicit: list[str], more: str = "") -> Path:
    file = folder / "workshop.toml"
    text = file.read_text("utf-8").replace('packages = ["tiny"]', f"explicit = {explicit!r}{more}")
    file.write_text(text, "utf-8")
    return folder


def check(kit: Path, session: Session) -> Checked:
    return check_kit(kit, session, Cancel(), lambda _done, _total: None)


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_kit_of_them_has_each_and_names_it_beside_itself(
    make: Make,
    workshop: Path,
    session: Session,
    server: FaultServer,
    tmp_path: Path,
    algorithm: str,
) -> None:
    made = make(write(workshop, lines(server, "linux-64", algorithm)), "linux-64")
    entry = next(one for one in made.manifest.files if one.path == TINY)
    assert entry.sha256 == hashlib.sha256((made.folder / TINY).read_bytes()).hexdigest()
    assert not (made.folder / "workshop.lock.toml").exists()
    moved = made.folder.rename(workshop.parent / "a stick")
    opened = open_workshop(str(moved), session, Cancel())
    explicit = opened.workshop.explicit
    assert all(line.startswith("./channel/") for line in explicit)
    lock = from_explicit(explicit, "linux-64", opened.source)
    assert {package.name for package in lock.packages} == {"python", "pip", "tiny", "shared"}
    assert all(package.url.startswith(moved.as_uri()) for package in lock.packages)
    text = (moved / "workshop.linux-64.txt").read_text()
    assert "@EXPLICIT" in text
    assert "#sha256" not in text
    assert check(moved, session).complete == ("linux-64",)


def test_a_second_making_and_a_kit_of_the_kit_change_nothing(
    make: Make, workshop: Path, server: FaultServer, tmp_path: Path
) -> None:
    write(workshop, lines(server, "linux-64"))
    first = make(workshop, "linux-64")
    assert make(workshop, "linux-64").written == ()
    moved = first.folder.rename(tmp_path / "first")
    server.requests.clear()
    second = make(moved, "linux-64")
    assert server.requests == []
    assert (second.folder / "workshop.toml").read_text() == (moved / "workshop.toml").read_text()


@pytest.mark.parametrize("subdirs", [("win-64",), ("linux-64", "win-64")])
def test_another_platform_is_refused_in_one_sentence(
    make: Make, workshop: Path, server: FaultServer, tmp_path: Path, subdirs: tuple[str, ...]
) -> None:
    write(workshop, lines(server, "linux-64"))
    with pytest.raises(PlanInvalid, match="are for linux-64; a kit for win-64 cannot be made"):
        make(workshop, *subdirs)
    assert not (tmp_path / "kit").exists()


def test_what_pip_is_to_add_cannot_come_along(
    make: Make, workshop: Path, server: FaultServer
) -> None:
    write(workshop, lines(server, "linux-64"), '\npip = ["part"]')
    with pytest.raises(PlanInvalid, match="cannot have packages of pip"):
        make(workshop, "linux-64")


def test_a_package_that_is_gone_stops_before_anything_is_written(
    make: Make, workshop: Path, server: FaultServer, tmp_path: Path
) -> None:
    write(workshop, lines(server, "linux-64"))
    del server.files[f"/{TINY}"]
    with pytest.raises(InstallError, match="does not have this file"):
        make(workshop, "linux-64")
    assert not (tmp_path / "kit").exists()


def test_a_manifest_that_vouches_for_other_bytes_than_the_list_is_found_out(
    make: Make, workshop: Path, session: Session, server: FaultServer
) -> None:
    kit = make(write(workshop, lines(server, "linux-64")), "linux-64").folder
    (kit / TINY).write_bytes(b"something else")
    data = json.loads((kit / "manifest.json").read_text("utf-8"))
    for entry in data["files"]:
        if entry["path"] == TINY:
            content = (kit / TINY).read_bytes()
            entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (kit / "manifest.json").write_text(json.dumps(data), "utf-8")
    checked = check(kit, session)
    assert checked.altered == ()
    assert "tiny-1.0-0.conda" in " ".join(checked.problems)
    assert checked.complete == ()


def test_on_another_computer_such_a_kit_says_for_whom_it_is(
    make: Make, workshop: Path, session: Session, server: FaultServer
) -> None:
    kit = make(write(workshop, lines(server, "win-64")), "win-64").folder
    opened = open_workshop(str(kit), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    (finding,) = kit_findings(plan, "linux-64")
    assert finding.sentence == "This kit is for win-64, and this computer is linux-64."
    assert list(kit_findings(plan, "win-64")) == []


def test_a_line_that_leaves_the_workshops_folder_is_refused(tmp_path: Path) -> None:
    line = f"./channel/../../linux-64/a-1-0.conda#{'0' * 32}"
    with pytest.raises(PlanInvalid, match="does not stay inside"):
        from_explicit((line,), "linux-64", str(tmp_path))
    assert explicit_platform((line, "https://h/noarch/b-1-0.conda#0")) == "linux-64"
    assert explicit_platform(("https://h/noarch/b-1-0.conda#0",)) == ""
