"""The server answers over real sockets as a mirror with ranges does."""

from __future__ import annotations

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from practice.server import KitServer, span_of

DATA = os.urandom(700_000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KitServer]:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "kit"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "data.bin").write_bytes(DATA)
    (folder / "with space.txt").write_text("spaced")
    (folder / "leak").symlink_to(tmp_path / "secret.txt")
    with KitServer(folder) as running:
        yield running


def get(
    server: KitServer, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_a_file_is_sent_whole_and_offers_ranges(server: KitServer) -> None:
    status, headers, body = get(server, "/sub/data.bin")
    assert (status, body) == (200, DATA)
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Length"] == str(len(DATA))
    assert get(server, "/with%20space.txt?x=1")[2] == b"spaced"


def test_head_says_the_same_without_a_body(server: KitServer) -> None:
    status, headers, body = get(server, "/sub/data.bin", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, str(len(DATA)), b"")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=300000-", 300_000, 700_000),
        ("bytes=-5", 699_995, 700_000),
        ("bytes=10-99999999", 10, 700_000),
    ],
)
def test_a_range_is_sent_as_a_part(server: KitServer, wanted: str, start: int, end: int) -> None:
    status, headers, body = get(server, "/sub/data.bin", Range=wanted)
    assert (status, body) == (206, DATA[start:end])
    assert headers["Content-Range"] == f"bytes {start}-{end - 1}/700000"


def test_a_range_behind_the_end_is_refused_with_the_size(server: KitServer) -> None:
    status, headers, _ = get(server, "/sub/data.bin", Range="bytes=700000-")
    assert (status, headers["Content-Range"]) == (416, "bytes */700000")


def test_if_range_decides_between_the_part_and_the_whole(server: KitServer) -> None:
    tag = get(server, "/sub/data.bin", "HEAD")[1]["ETag"]
    assert get(server, "/sub/data.bin", Range="bytes=5-9", If_Range=tag)[0] == 206
    assert get(server, "/sub/data.bin", Range="bytes=5-9", If_Range='"old"')[0] == 200


def test_the_tag_changes_with_the_file_and_spares_a_second_download(server: KitServer) -> None:
    tag = get(server, "/sub/data.bin", "HEAD")[1]["ETag"]
    assert get(server, "/sub/data.bin", If_None_Match=tag)[0] == 304
    (server.folder / "sub" / "data.bin").write_bytes(b"new")
    assert get(server, "/sub/data.bin", If_None_Match=tag)[2] == b"new"


@pytest.mark.parametrize(
    "path",
    ["/absent", "/sub", "/", "/../secret.txt", "/%2e%2e/secret.txt", "/sub/../../secret.txt",
     "/leak", "//etc/passwd", "/a%00b"],
)  # fmt: skip
def test_nothing_but_files_below_the_folder_is_served(server: KitServer, path: str) -> None:
    assert get(server, path)[0] == 404


def test_one_connection_serves_many_requests(server: KitServer) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for path in ("/absent", "/sub/data.bin", "/with%20space.txt"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is not None
        assert connection.sock.getsockname()[1] == port
    connection.close()


def test_a_slow_client_does_not_hold_up_the_others(server: KitServer) -> None:
    address = server.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=10) as slow:
        slow.sendall(b"GET /sub/data.bin HTTP/1.1\r\n")
        bodies: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: bodies.append(get(server, "/sub/data.bin")[2]))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert bodies == [DATA] * 8


def test_a_client_that_goes_away_in_the_middle_does_no_harm(
    server: KitServer, capfd: pytest.CaptureFixture[str]
) -> None:
    address = server.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=10) as cut:
        cut.sendall(b"GET /sub/data.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        cut.recv(100)
    assert get(server, "/sub/data.bin")[2] == DATA
    assert capfd.readouterr().err == ""


def test_after_the_end_the_port_is_free_again(tmp_path: Path) -> None:
    with KitServer(tmp_path) as first:
        port = int(first.url.rsplit(":", 1)[1])
    with KitServer(tmp_path, port) as second:
        assert second.url == first.url


def test_a_suffix_range_of_nothing_is_outside() -> None:
    assert span_of("bytes=-0", 10) is None
    assert span_of("bytes=-20", 10) == (0, 10)
