"""An urgent file goes first: others leave it the line and never starve."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
from app.core.network.slots import Slots
from app.errors import Cancelled
from tests.fakes import faults
from tests.fakes.downloads import QUICK
from tests.fakes.fault_server import FaultServer

URGENT = random.Random(5).randbytes(20 << 20)
RATE = 3_000_000


def test_an_urgent_file_waits_for_nobody_and_the_others_go_on(
    tmp_path: Path, no_proxies: None
) -> None:
    contents = {f"/{number}": random.Random(number).randbytes(100_000) for number in range(40)}
    with FaultServer({**contents, "/urgent": URGENT}) as server:
        for path in contents:
            server.always(path, faults.drip(200_000))  # half a second each
        server.always("/urgent", faults.drip(RATE))

        def file(path: str, data: bytes, urgent: bool = False) -> FileToFetch:
            sha256 = hashlib.sha256(data).hexdigest()
            return FileToFetch(
                (server.url + path,), tmp_path / path[1:], len(data), sha256, urgent=urgent
            )

        downloader = Downloader(tmp_path / "partials", connections=6, patience=QUICK)
        others = [file(path, data) for path, data in contents.items()]
        thread = threading.Thread(
            target=downloader.fetch_all, args=(others, Cancel(), lambda *_: None)
        )
        thread.start()
        time.sleep(0.2)
        before, began = len(server.requests), time.monotonic()
        downloader.fetch(file("/urgent", URGENT, urgent=True), Cancel(), lambda *_: None)
        seconds = time.monotonic() - began
        arrived = sum(one.target.exists() for one in others)
        thread.join()
        asked = [request.path for request in server.requests[before:]]
    assert asked[0] == "/urgent", "it does not wait until one of six slots is free"
    assert seconds < 0.6 * len(URGENT) / RATE, "further connections help"
    assert 6 <= arrived < 25, "one connection at least is left to the others, not all of them"
    assert all(one.target.exists() for one in others)
    downloader.close()


def test_others_get_one_slot_while_urgent_ones_take_all() -> None:
    slots, cancel = Slots(2), Cancel()
    with slots.one(cancel, urgent=True), slots.one(cancel, urgent=True):
        assert not slots.crowded
        with slots.one(cancel):
            impatient = Cancel()
            threading.Timer(0.1, impatient.set).start()
            with pytest.raises(Cancelled), slots.one(impatient):
                raise AssertionError("a second one must wait")


def test_helpers_of_others_are_asked_to_end_early() -> None:
    slots, cancel = Slots(2), Cancel()
    with slots.one(cancel), slots.one(cancel):
        assert not slots.crowded
        with slots.one(cancel, urgent=True):
            assert slots.crowded
        assert not slots.crowded
