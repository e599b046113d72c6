"""What servers do wrong while a big file comes over several connections."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
from app.core.network.words import Rule
from tests.core.network.test_partial import start_child
from tests.fakes import faults
from tests.fakes.downloads import PATH, QUICK, Heard, fetch, left_behind, trouble_of
from tests.fakes.fault_server import FaultServer

BIG = random.Random(12).randbytes(18 << 20)
SHA256 = hashlib.sha256(BIG).hexdigest()
RATE = 6_000_000


@pytest.fixture
def big(no_proxies: None) -> Iterator[FaultServer]:
    with FaultServer({PATH: BIG}) as running:
        running.always(PATH, faults.drip(RATE))
        yield running


def file_at(tmp_path: Path, *servers: FaultServer, host: str = "127.0.0.1") -> FileToFetch:
    urls = tuple(server.url + PATH for server in servers)
    return FileToFetch(urls, tmp_path / "there" / "big.bin", len(BIG), SHA256)


def arrived(file: FileToFetch) -> bool:
    return hashlib.sha256(file.target.read_bytes()).hexdigest() == SHA256


@pytest.mark.parametrize(
    "fault",
    [
        faults.ignore_range,
        faults.wrong_range,
        faults.no_length,
        faults.chunked,
        faults.gzipped,
        faults.called_gzipped,
        faults.wrong_length(-1000),
        faults.wrong_length(1000),
        faults.html,
        faults.disguised_html,
        faults.flip(15_000_000),
        faults.truncate(100_000),
        faults.reset(100_000),
        faults.stall(100_000),
        faults.never_answer,
        faults.status(403),
        faults.status(404),
        faults.status(429, Retry_After=10**6),
        faults.status(503),
        faults.redirect("file:///etc/hostname"),
        faults.redirect(PATH + "/circle"),
    ],
    ids=lambda fault: fault.__qualname__.split(".")[0],
)
def test_whatever_a_helper_is_answered_the_file_is_right_and_nobody_is_bothered(
    big: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault
) -> None:
    big.always(PATH + "/circle", faults.redirect(PATH + "/circle"))
    big.fail(PATH, faults.drip(RATE), fault, fault)
    file = file_at(tmp_path, big)
    heard = fetch(downloader, file)
    assert arrived(file)
    assert len(big.requests) >= 3, "helpers have asked"
    assert heard.never_decreased()
    assert heard.bytes[-1] == (len(BIG), len(BIG))
    if fault.__qualname__.split(".")[0] != "flip":
        assert heard.sentences == []
    assert left_behind(tmp_path) == []


def test_a_hash_that_never_matches_is_tried_once_more_on_each_server_and_nothing_is_kept(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    def altered_drip(exchange: faults.Exchange) -> None:
        exchange.content = bytes([exchange.content[0] ^ 1]) + exchange.content[1:]
        faults.drip(RATE)(exchange)

    big.always(PATH, altered_drip)
    with FaultServer({PATH: BIG}) as other:
        other.always(PATH, faults.flip(17 << 20))
        trouble = trouble_of(downloader, file_at(tmp_path, big, other))
        assert sum(not request.range_start for request in other.requests) == 2
    assert trouble.rule is Rule.DAMAGED
    assert sum(not request.range_start for request in big.requests) == 2
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("code", [403, 404, 410])
def test_a_server_that_stops_handing_it_out_is_left_and_the_rest_only_is_fetched(
    big: FaultServer, downloader: Downloader, tmp_path: Path, code: int
) -> None:
    big.fail(PATH, *[faults.truncate(2_000_000)] * 3)
    big.always(PATH, faults.status(code))
    with FaultServer({PATH: BIG}) as other:
        other.etag = '"another"'
        file = file_at(tmp_path, big, other)
        fetch(downloader, file)
        assert other.requests[0].range_start >= 2_000_000
        assert big.sent() + other.sent() < 1.1 * len(BIG)
    assert arrived(file)


def test_a_server_that_gets_slow_is_left_with_its_name_and_all_pieces_are_kept(
    big: FaultServer, tmp_path: Path
) -> None:
    big.fail(PATH, *[faults.truncate(3_000_000)] * 2)
    big.always(PATH, faults.drip(30_000))
    patience = replace(QUICK, slow_window=0.6)
    downloader, heard = Downloader(tmp_path / "partials", patience=patience), Heard()
    with FaultServer({PATH: BIG}) as other:
        other.etag = big.etag
        urls = (big.url + PATH, other.url.replace("127.0.0.1", "localhost") + PATH)
        file = replace(file_at(tmp_path, big), urls=urls)
        downloader.fetch(file, Cancel(), heard.on_bytes, heard.sentences.append)
        assert other.sent() <= len(BIG) - 3_000_000
    assert arrived(file)
    assert "127.0.0.1 is very slow. Using localhost." in heard.sentences
    downloader.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is for POSIX systems")
def test_killed_with_no_warning_a_second_process_uses_all_pieces(
    big: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = file_at(tmp_path, big)
    child = start_child(tmp_path, file)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and len(pieces_of(tmp_path)) < 3:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    kept = pieces_of(tmp_path)
    assert len(kept) >= 3
    missing = downloader.missing_bytes([file])
    before = big.sent()
    big.always(PATH, faults.serve)
    fetch(downloader, file)
    assert arrived(file)
    # What a helper fetched is asked for no more, only the gaps between and the end.
    assert big.sent() - before < missing + 1_000_000
    assert left_behind(tmp_path) == []


def pieces_of(tmp_path: Path) -> list[Path]:
    """The pieces that hold something worth keeping."""
    found = (tmp_path / "partials").glob("*.piece-*")
    return [piece for piece in found if piece.stat().st_size > 200_000]
