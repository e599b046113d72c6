"""The throttled server is as slow as told, honours ranges, and counts what it sent."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench.children import Served, served
from bench.settings import UNLIMITED, Rates

_SIZE = 400_000
_LINK, _EACH = 8e6, 4e6  # 1 MB/s in all, half of that for each connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "file.bin").write_bytes(bytes(range(250)) * (_SIZE // 250))
    return tmp_path


@pytest.fixture
def slow(folder: Path) -> Iterator[Served]:
    with served(folder, Rates(_LINK, _EACH, 0.05)) as server:
        yield server


@pytest.fixture
def fast(folder: Path) -> Iterator[Served]:
    with served(folder, UNLIMITED) as server:
        yield server


def _get(
    server: Served, path: str = "/sub/file.bin", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_one_connection_gets_its_share_and_no_more(slow: Served, folder: Path) -> None:
    started = time.monotonic()
    status, data = _get(slow)
    seconds = time.monotonic() - started
    assert (status, data) == (200, (folder / "sub" / "file.bin").read_bytes())
    # 400 kB at 500 kB/s, less the burst of 32 kB, and 50 ms before the answer.
    assert 0.72 <= seconds < 20


def test_several_connections_share_the_whole_link(slow: Served) -> None:
    threads = [threading.Thread(target=_get, args=(slow,)) for _number in range(4)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    # 1.6 MB at 1 MB/s.
    assert 1.5 <= seconds < 20
    assert slow.sent()["bytes"] == 4 * _SIZE


def test_each_answer_waits_first(slow: Served) -> None:
    connection = http.client.HTTPConnection(urlsplit(slow.url).netloc, timeout=20)
    started = time.monotonic()
    for _number in range(4):
        connection.request("GET", "/sub/file.bin", headers={"Range": "bytes=0-9"})
        assert connection.getresponse().read() == bytes(range(10))
    connection.close()
    assert 0.2 <= time.monotonic() - started < 20
    assert slow.sent()["connections"] == 2  # the other one asks for the count


def test_a_range_is_honoured_and_one_beyond_the_end_refused(fast: Served) -> None:
    assert _get(fast, headers={"Range": "bytes=250-254"}) == (206, bytes(range(5)))
    assert _get(fast, headers={"Range": f"bytes={_SIZE}-"})[0] == 416


def test_another_version_of_a_file_is_sent_whole(fast: Served) -> None:
    status, data = _get(fast, headers={"Range": "bytes=250-254", "If-Range": '"another"'})
    assert (status, len(data)) == (200, _SIZE)


def test_nothing_outside_the_folder_is_handed_out(fast: Served) -> None:
    assert _get(fast, "/../etc/passwd")[0] == 404
    assert _get(fast, "/sub")[0] == 404


def test_counting_begins_anew_when_asked(fast: Served) -> None:
    before = time.monotonic()
    _get(fast)
    sent = fast.sent()
    assert sent["by_file"] == {"/sub/file.bin": _SIZE}
    assert before <= sent["last"] <= time.monotonic()
    fast.reset()
    assert fast.sent()["bytes"] == 0
