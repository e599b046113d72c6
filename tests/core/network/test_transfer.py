"""One file from servers that cut, stall, lie and alter: the right file or a clear error."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.core.network.download import Downloader
from app.core.network.words import Rule
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, QUICK, fetch, left_behind, trouble_of, wanted
from tests.fakes.fault_server import FaultServer


@pytest.mark.parametrize("seed", range(10))
def test_cut_anywhere_the_hash_is_right_and_little_is_fetched_twice(
    server: FaultServer, downloader: Downloader, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 8)):
        count = chance.randrange(64 * 1024, len(DATA) // 3)
        kinds = [faults.truncate(count), faults.reset(count), faults.truncate(count, length=False)]
        server.fail(PATH, chance.choice(kinds))
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert server.sent() < 1.3 * len(DATA)
    assert heard.never_decreased()


def test_a_server_that_cuts_every_connection_costs_no_extra_bytes(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.truncate(200_000))
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.sent() < 1.1 * len(DATA)
    assert len(server.requests) == 15
    assert any("continuing" in sentence for sentence in heard.sentences)


def test_a_silent_connection_is_dropped_and_continued(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.stall(1_000_000))
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.sent() < 1.1 * len(DATA)
    assert server.requests[1].range_start == 1_000_000


def test_a_server_that_only_stalls_is_given_up_by_name(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.stall(0))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.STALLED
    assert len(server.requests) == QUICK.attempts


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
        faults.status(500),
        faults.status(502),
        faults.status(503),
        faults.status(429, Retry_After=0),
        faults.never_answer,
        faults.html,
        faults.disguised_html,
        faults.flip(2_000_000),
        faults.truncate(0),
        faults.reset(0),
    ],
    ids=lambda fault: fault.__qualname__.split(".")[0],
)
@pytest.mark.parametrize("resumed", [False, True], ids=["fresh", "resumed"])
def test_every_fault_that_passes_ends_in_the_right_file(
    server: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault, resumed: bool
) -> None:
    if resumed:
        server.fail(PATH, faults.truncate(1_000_000))
    server.fail(PATH, fault)
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert heard.never_decreased()
    assert heard.bytes[-1] == (len(DATA), len(DATA))
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("fault", [faults.no_length, faults.chunked, faults.gzipped, faults.serve])
def test_a_file_of_unknown_size_is_proved_by_its_hash(
    server: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault
) -> None:
    server.fail(PATH, fault)
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH, size=None))
    assert heard.bytes[-1] == (len(DATA), len(DATA))


def test_a_sign_in_page_does_not_destroy_what_is_there(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.truncate(2_000_000), faults.html, faults.disguised_html)
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.requests[-1].range_start == 2_000_000


def test_a_sign_in_page_is_called_one(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.html)
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.PORTAL
    assert left_behind(tmp_path) == []


def test_an_altered_file_is_tried_once_more_and_then_refused_with_nothing_kept(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.flip(1))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.DAMAGED
    assert "damaged or altered; it was not run" in trouble.summary
    assert len(server.requests) == 2
    assert left_behind(tmp_path) == []


def test_a_longer_file_than_promised_is_refused(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = DATA + b"more"
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.DAMAGED


def test_a_short_file_is_called_cut_off_and_never_altered(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = DATA[:2_000_000]
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule in (Rule.CUT, Rule.RANGE)
    assert "altered" not in trouble.summary + trouble.remedy


def test_a_file_that_changed_on_the_server_is_started_anew(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = bytes(len(DATA))

    def cut_and_change(exchange: faults.Exchange) -> None:
        faults.truncate(1_000_000)(exchange)
        server.files[PATH], server.etag = DATA, '"2"'

    server.fail(PATH, cut_and_change)
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.requests[1].headers["if-range"] == '"1"'
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert len(server.requests) == 2
