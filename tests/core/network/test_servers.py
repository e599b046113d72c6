"""Whom to ask next: refusals, Retry-After and second servers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.core.network.download import Downloader
from app.core.network.words import Rule
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, fetch, trouble_of, wanted
from tests.fakes.fault_server import FaultServer


def test_an_altered_file_is_fetched_from_the_next_server(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.flip(1))
    with FaultServer({PATH: DATA}) as other:
        heard = fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert (len(server.requests), len(other.requests)) == (2, 1)
    assert any("damaged" in sentence for sentence in heard.sentences)


@pytest.mark.parametrize("code", [403, 404, 410])
def test_a_refusing_server_is_left_at_once_for_the_next(
    server: FaultServer, downloader: Downloader, tmp_path: Path, code: int
) -> None:
    server.always(PATH, faults.status(code))
    with FaultServer({PATH: DATA}) as other:
        heard = fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert (len(server.requests), len(other.requests)) == (1, 1)
    assert len(heard.sentences) == 1


def test_the_reason_a_server_gives_is_in_the_detail(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.status(403, b'{"reason": "rate limit of your school"}'))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.BLOCKED
    assert "rate limit of your school" in trouble.detail


def test_the_next_server_gets_asked_for_the_rest_only(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.truncate(2_000_000))
    server.always(PATH, faults.status(404))
    with FaultServer({PATH: DATA}) as other:
        other.etag = '"another"'
        fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert other.requests[0].range_start == 2_000_000
    assert "if-range" not in other.requests[0].headers


def test_retry_after_is_waited_for_and_said(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.status(429, Retry_After=1))
    before = time.monotonic()
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert 1.0 <= time.monotonic() - before < 3
    assert heard.sentences == ["127.0.0.1 is busy and asks to wait 1 seconds."]


def test_a_huge_retry_after_sends_us_to_the_next_server(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.status(503, Retry_After=10**9))
    with FaultServer({PATH: DATA}) as other:
        before = time.monotonic()
        fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert time.monotonic() - before < 1
    assert (len(server.requests), len(other.requests)) == (1, 1)


@pytest.mark.parametrize("value", ["-5", "soon", "", "9" * 5000])
def test_a_senseless_retry_after_does_no_harm(
    server: FaultServer, downloader: Downloader, tmp_path: Path, value: str
) -> None:
    server.fail(PATH, faults.status(429, Retry_After=value))
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert len(server.requests) == 2


def test_a_refused_connection_is_tried_again_and_then_told(
    downloader: Downloader, tmp_path: Path
) -> None:
    with FaultServer({}) as gone:
        url = gone.url + PATH
    assert trouble_of(downloader, wanted(tmp_path, url)).rule is Rule.REFUSED
