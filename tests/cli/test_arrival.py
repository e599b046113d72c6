"""A zipped kit from an address, as typed; and how its arrival is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import arrival
from app.cli.arrival import Arrival
from tests.cli.test_cli import seedbed
from tests.cli.test_kit import make
from tests.fakes.fault_server import FaultServer
from tests.fakes.small_workshop import make_workshop


def test_it_is_told_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(arrival, "_EVERY_SECONDS", 0.0)
    Arrival()(1_000_000, 2_000_000)
    assert "The kit arrives: 1.0 MB of 2.0 MB" in capsys.readouterr().err
    monkeypatch.undo()
    Arrival()(1_000_000, 2_000_000)
    assert capsys.readouterr().err == ""


def test_check_opens_a_zipped_kit_at_an_address(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    small = make_workshop(tmp_path / "small")
    assert make(small, kit, "--platform", "win-64", "--zip").returncode == 0
    with FaultServer({"/kit.zip": kit.with_name("kit.zip").read_bytes()}) as server:
        told = seedbed("check", f"{server.url}/kit.zip")
    assert "This kit is for win-64" in told.stdout + told.stderr
