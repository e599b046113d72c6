"""A big file gets more connections where one is slow, and only there; a slow server is left."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
from app.errors import Cancelled
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, QUICK, Heard, left_behind, wanted
from tests.fakes.fault_server import FaultServer

BIG = random.Random(11).randbytes(20 << 20)
SLOW = 2_500_000
ALONE = len(BIG) / SLOW
SHA256 = hashlib.sha256(BIG).hexdigest()


@pytest.fixture
def big(no_proxies: None) -> Iterator[FaultServer]:
    with FaultServer({PATH: BIG}) as running:
        running.always(PATH, faults.drip(SLOW))
        yield running


def file_at(server: FaultServer, tmp_path: Path) -> FileToFetch:
    return FileToFetch((server.url + PATH,), tmp_path / "there" / "big.bin", len(BIG), SHA256)


def fetch(downloader: Downloader, file: FileToFetch) -> tuple[float, Heard]:
    heard, started = Heard(), time.monotonic()
    downloader.fetch(file, Cancel(), heard.on_bytes, heard.sentences.append)
    assert hashlib.sha256(file.target.read_bytes()).hexdigest() == SHA256
    return time.monotonic() - started, heard


def test_slow_connections_are_added_up(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    seconds, heard = fetch(downloader, file_at(big, tmp_path))
    assert seconds < 0.8 * ALONE
    assert len(big.requests) > 3
    assert heard.never_decreased()
    assert heard.bytes[-1] == (len(BIG), len(BIG))
    assert left_behind(tmp_path) == []


def test_a_fast_connection_stays_alone(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    big.always(PATH, faults.serve)
    fetch(downloader, file_at(big, tmp_path))
    assert len(big.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.ignore_range,
        faults.wrong_range,
        faults.status(429),
        faults.status(403),
        faults.truncate(0),
    ],
    ids=["no ranges", "wrong ranges", "too many", "forbidden", "nothing"],
)
def test_a_server_that_wants_one_connection_gets_one(
    big: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault
) -> None:
    big.fail(PATH, faults.drip(5_000_000))
    big.always(PATH, fault)
    _seconds, heard = fetch(downloader, file_at(big, tmp_path))
    assert heard.sentences == [], "nothing of that concerns the person"
    assert 2 <= len(big.requests) <= 6, "three ask at once, and give up"
    assert left_behind(tmp_path) == []


def test_pieces_that_are_cut_off_are_continued(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    big.fail(PATH, faults.drip(SLOW))
    big.always(PATH, faults.truncate(400_000))
    fetch(downloader, file_at(big, tmp_path))
    assert big.sent() < 1.2 * len(BIG)
    assert left_behind(tmp_path) == []


def stopped_half_way(downloader: Downloader, file: FileToFetch, folder: Path) -> list[Path]:
    """Cancel when pieces are there; returns them."""
    cancel = Cancel()

    def stop() -> None:
        while not any(piece.stat().st_size > 300_000 for piece in folder.glob("*.piece-*")):
            time.sleep(0.02)
        cancel.set()

    threading.Thread(target=stop, daemon=True).start()
    with pytest.raises(Cancelled):
        downloader.fetch(file, cancel, lambda *_: None)
    time.sleep(0.3)
    return list(folder.glob("*.piece-*"))


def test_pieces_of_an_interrupted_run_are_not_fetched_again(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = file_at(big, tmp_path)
    pieces = stopped_half_way(downloader, file, tmp_path / "partials")
    assert pieces
    missing = downloader.missing_bytes([file])
    assert missing < len(BIG) - sum(piece.stat().st_size for piece in pieces)
    big.always(PATH, faults.serve)
    before = len(big.requests)
    _seconds, heard = fetch(downloader, file)
    assert heard.bytes[0][0] >= len(BIG) - missing
    starts = {request.range_start for request in big.requests[before:]}
    assert not any(int(piece.suffix.removeprefix(".piece-")) in starts for piece in pieces)
    assert left_behind(tmp_path) == []


def test_a_piece_that_was_altered_costs_a_new_attempt_and_never_a_wrong_file(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = file_at(big, tmp_path)
    pieces = stopped_half_way(downloader, file, tmp_path / "partials")
    pieces[0].write_bytes(bytes(pieces[0].stat().st_size))
    big.always(PATH, faults.serve)
    before = len(big.requests)
    fetch(downloader, file)
    assert big.requests[-1].range_start == 0, "the whole file once more, over one connection"
    assert len(big.requests) - before <= len(pieces) + 2, "the gaps, and then all"
    assert left_behind(tmp_path) == []


IMPATIENT = replace(QUICK, slowest=1_000_000.0, slow_window=0.4)


@pytest.fixture
def impatient(tmp_path: Path, no_proxies: None) -> Iterator[Downloader]:
    made = Downloader(tmp_path / "partials", patience=IMPATIENT)
    yield made
    made.close()


def test_a_slow_server_is_left_for_the_next_and_the_rest_only_is_fetched(
    server: FaultServer, impatient: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.drip(400_000))
    heard = Heard()
    with FaultServer({PATH: DATA}) as other:
        other.etag = server.etag
        file = wanted(tmp_path, server.url + PATH, other.url + PATH)
        impatient.fetch(file, Cancel(), heard.on_bytes, heard.sentences.append)
        assert other.requests[0].range_start > 0
        assert other.sent() < len(DATA)
    assert file.target.read_bytes() == DATA
    assert any("slow" in sentence for sentence in heard.sentences)


def test_the_only_server_is_connected_to_anew(
    server: FaultServer, impatient: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.drip(400_000))
    file = wanted(tmp_path, server.url + PATH)
    impatient.fetch(file, Cancel(), lambda *_: None)
    assert file.target.read_bytes() == DATA
    assert [request.range_start > 0 for request in server.requests] == [False, True]
