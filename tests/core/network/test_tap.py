"""Cancelling, whatever the connection is doing."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, Patience
from app.errors import Cancelled
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, fetch, wanted
from tests.fakes.fault_server import FaultServer


@pytest.mark.parametrize("fault", [faults.stall(500_000), faults.never_answer, faults.drip(10_000)])
def test_cancelling_is_noticed_at_once_and_keeps_what_is_there(
    server: FaultServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.fail(PATH, fault)
    downloader = Downloader(tmp_path / "partials", patience=Patience())
    file, cancel = wanted(tmp_path, server.url + PATH), Cancel()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        cancel.set()

    threading.Timer(0.4, ask).start()
    with pytest.raises(Cancelled):
        downloader.fetch(file, cancel, lambda *_: None)
    assert time.monotonic() - asked[0] < 0.3
    there = len(DATA) - downloader.missing_bytes([file])
    fetch(downloader, file)
    assert server.requests[-1].range_start == there
    downloader.close()


def test_cancelling_interrupts_a_long_wait(server: FaultServer, tmp_path: Path) -> None:
    server.always(PATH, faults.status(503, Retry_After=50))
    downloader = Downloader(tmp_path / "partials", patience=Patience())
    cancel = Cancel()
    threading.Timer(0.3, cancel.set).start()
    before = time.monotonic()
    with pytest.raises(Cancelled):
        downloader.fetch(wanted(tmp_path, server.url + PATH), cancel, lambda *_: None)
    assert time.monotonic() - before < 0.6
    downloader.close()
