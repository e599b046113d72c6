"""Looking for a newer Seedbed: from a server that may say anything."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import __version__
from app.core.cancel import Cancel
from app.core.updates import agreement as update_agreement
from app.core.updates import latest as updates
from app.core.updates.agreement import Agreement
from app.core.updates.latest import ADDRESS_VARIABLE, Announced, look
from app.core.updates.words import announced_text
from app.errors import Cancelled, InstallError, NoNetwork, PlanInvalid
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer

PATH = "/releases/latest"
LINK = "https://example.org/seedbed/releases/v9.1"
GITHUB = {
    "url": "https://api.example.org/repos/seedbed/releases/1",
    "html_url": LINK,
    "tag_name": "v9.1",
    "name": "Seedbed 9.1",
    "draft": False,
    "prerelease": False,
    "assets": [{"name": "Seedbed-9.1-linux-x86_64", "size": 1}],
}
DAY = 86_400.0


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    with FaultServer({}) as running:
        monkeypatch.setenv(ADDRESS_VARIABLE, running.url + PATH)
        monkeypatch.setenv("NO_PROXY", "*")
        yield running


def announce(server: FaultServer, document: object) -> None:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    server.files = {PATH: data}


def test_a_newer_version_is_told_with_its_link(server: FaultServer) -> None:
    announce(server, {"version": "9.1", "url": LINK})
    assert look(Cancel()) == Announced("9.1", LINK, newer=True)
    assert announced_text(look(Cancel())) == f"Seedbed 9.1 is available; you have {__version__}."


def test_a_release_is_read_as_github_tells_it(server: FaultServer) -> None:
    announce(server, GITHUB)
    assert look(Cancel()) == Announced("9.1", LINK, newer=True)


@pytest.mark.parametrize(
    ("own", "found", "newer"),
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.1", False),
        ("0.9.0", "0.10.0", True),
        ("2.0", "1.9.9", False),
        ("1.0", "1.1rc1", False),
        ("1.1rc1", "1.1rc2", True),
        ("1.1rc1", "1.1", True),
    ],
)
def test_versions_are_compared_as_versions(
    server: FaultServer, own: str, found: str, newer: bool
) -> None:
    announce(server, {"version": found, "url": LINK})
    assert look(Cancel(), own).newer is newer


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html>sign in</html>",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b"null",
        [],
        "9.1",
        {"version": "9.1"},
        {"version": 9.1, "url": LINK},
        {"version": "the newest one", "url": LINK},
        {"version": "9" * 50_000, "url": LINK},
        {"tag_name": "v9.1", "html_url": None},
        {"version": "9.1", "url": "http://example.org/"},
        {"version": "9.1", "url": "javascript:alert(1)"},
        {"version": "9.1", "url": "file:///etc/passwd"},
        {"version": "9.1", "url": "https://"},
        {"version": "9.1", "url": "https://me:secret@example.org/"},
        {"version": "9.1", "url": 'https://example.org/"><script>'},
        {"version": "9.1", "url": "https://example.org/a b"},
        {"version": "9.1", "url": "https://ex\u0430mple.org/"},  # a Cyrillic letter
        {"version": "9.1", "url": "https://example.org/" + "a" * 400},
    ],
)
def test_nonsense_is_one_clear_sentence(server: FaultServer, document: object) -> None:
    announce(server, document)
    with pytest.raises(NoNetwork) as told:
        look(Cancel())
    assert told.value.summary == "127.0.0.1 announces no version of Seedbed."
    assert len(told.value.detail) < 1000


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        found = updates._announced(data, "https://example.org/x", "0.1")
    except NoNetwork:
        return
    assert found.link.startswith("https://")


def test_far_too_much_is_not_read_to_its_end(server: FaultServer) -> None:
    announce(server, b" " * 50_000_000)
    with pytest.raises(NoNetwork, match="announces no version"):
        look(Cancel())
    assert server.sent() < 25_000_000


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (faults.status(404), "announces no version"),
        (faults.html, "announces no version"),
        (faults.status(403), "refuses"),
        (faults.status(500), "fault of its own"),
        (faults.reset(0), "breaks off"),
    ],
)
def test_what_stands_in_the_way_is_said(
    server: FaultServer, fault: faults.Fault, sentence: str
) -> None:
    announce(server, GITHUB)
    server.always(PATH, fault)
    with pytest.raises(NoNetwork) as told:
        look(Cancel())
    assert sentence in told.value.summary


def test_no_network_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv(ADDRESS_VARIABLE, f"http://127.0.0.1:{port}/")
    with pytest.raises(NoNetwork) as told:
        look(Cancel())
    assert told.value.remedy


def test_a_folder_of_the_instructors_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "seedbed 新.json"
    file.write_text(json.dumps({"version": "9.1", "url": LINK}), "utf-8")
    monkeypatch.setenv(ADDRESS_VARIABLE, file.as_uri())
    assert look(Cancel()).newer
    file.unlink()
    with pytest.raises(InstallError, match="announces no version"):
        look(Cancel())


@pytest.mark.parametrize(
    "address",
    ["http://example.org/x", "ftp://example.org/x", "example.org", "https//x", "http://[::1", "-"],
)
def test_only_a_safe_address_is_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, address)
    with pytest.raises(PlanInvalid, match="cannot be looked for"):
        look(Cancel())


def test_a_copy_that_knows_no_address_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)
    assert updates.address() == ""
    with pytest.raises(PlanInvalid, match="does not know"):
        look(Cancel())


def test_a_look_can_be_stopped(server: FaultServer) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        look(cancel)


def test_nothing_is_agreed_until_the_person_says_so_and_a_week_is_a_week() -> None:
    now = 1_800_000_000.0
    assert not update_agreement.load().is_due(now)
    assert Agreement(weekly=True).is_due(now)
    assert not Agreement(True, now - 6 * DAY).is_due(now)
    assert Agreement(True, now - 7 * DAY).is_due(now)
    assert Agreement(True, now + 900 * DAY).is_due(now), "the clock was wrong then"
    assert not Agreement(False, 0).is_due(now)
    assert update_agreement.keep(Agreement(True, now))
    assert update_agreement.load() == Agreement(True, now)


@pytest.mark.parametrize("text", ["", "[]", '{"weekly": "yes", "looked": "x"}', "{"])
def test_a_broken_note_agrees_to_nothing(text: str) -> None:
    update_agreement.keep(Agreement(True, 1.0))
    from app.paths import state_folder

    (state_folder() / "updates.json").write_text(text, "utf-8")
    assert update_agreement.load() == Agreement()
