"""`seedbed update` as a person types it."""

from __future__ import annotations

import json

import pytest

from app import __version__
from app.core.updates.latest import ADDRESS_VARIABLE
from tests.cli.test_cli import seedbed
from tests.core.updates.test_latest import GITHUB, LINK, PATH, announce, server
from tests.fakes.fault_server import FaultServer

__all__ = ["server"]


def test_a_newer_one_is_told_with_where_to_get_it(server: FaultServer) -> None:
    announce(server, GITHUB)
    told = seedbed("update")
    assert told.returncode == 0, told.stderr
    assert told.stdout == f"Seedbed 9.1 is available; you have {__version__}.\n{LINK}\n"
    data = json.loads(seedbed("update", "--json").stdout)
    assert data == {"own": __version__, "version": "9.1", "newer": True, "link": LINK}
    assert {request.path for request in server.requests} == {PATH}


def test_the_newest_is_told_without_a_link(server: FaultServer) -> None:
    announce(server, {"version": __version__, "url": LINK})
    assert seedbed("update").stdout == f"Seedbed {__version__} is the newest.\n"


def test_a_failure_is_a_sentence_and_an_exit_code(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = seedbed("update")
    assert (told.returncode, told.stdout) == (4, "")
    assert "announces no version of Seedbed" in told.stderr
    assert "Traceback" not in told.stderr
    monkeypatch.setenv(ADDRESS_VARIABLE, "")
    told = seedbed("update")
    assert told.returncode == 2
    assert "does not know where newer ones are announced" in told.stderr
