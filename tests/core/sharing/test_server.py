"""The server: the kit's files and nothing else, whatever anybody sends."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from app.core.cancel import Cancel
from app.core.kits.manifest import Manifest, read_manifest
from app.core.network.download import Downloader, FileToFetch
from app.core.session import Session
from app.core.sharing import answers, door, server
from app.core.sharing.room import Room
from app.core.sharing.served import open_kit
from app.core.sharing.server import Server
from app.core.sharing.share import How, Share, start_sharing
from app.errors import PlanInvalid
from tests.core.sharing.conftest import HERE, PAYLOAD

BIG = "/materials/big.bin"


@contextmanager
def asking(share: Share) -> Iterator[HTTPConnection]:
    parts = urlsplit(share.addresses[0])
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def answer(
    share: Share, path: str, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    with asking(share) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        return response, response.read()


@contextmanager
def another_computer(share: Share) -> Iterator[HTTPConnection]:
    """A connection from another address of this computer, where it has several."""
    parts = urlsplit(share.addresses[0])
    try:
        line = socket.create_connection((parts.hostname, parts.port or 0), 20, ("127.0.0.2", 0))
    except OSError:
        pytest.skip("this computer has one address only")
    connection = HTTPConnection("another")
    connection.sock = line
    try:
        yield connection
    finally:
        connection.close()


def raw(share: Share) -> socket.socket:
    parts = urlsplit(share.addresses[0])
    return socket.create_connection((parts.hostname, parts.port or 0), timeout=20)


def all_that_comes(line: socket.socket) -> int:
    """How many bytes there are until the other side ends, in whatever way."""
    got = 0
    with suppress(ConnectionResetError):
        while data := line.recv(1 << 20):
            got += len(data)
    return got


def manifest_of(kit: Path) -> Manifest:
    return read_manifest((kit / "manifest.json").read_bytes())


def test_every_file_of_the_kit_is_served_as_it_is(share: Share, kit: Path) -> None:
    files = manifest_of(kit).files
    assert len(files) > 10
    for entry in files:
        response, body = answer(share, "/" + quote(entry.path))
        assert response.status == 200, entry.path
        assert hashlib.sha256(body).hexdigest() == entry.sha256
        assert response.headers["ETag"] == f'"{entry.sha256}"'
    response, body = answer(share, "/manifest.json")
    assert body == (kit / "manifest.json").read_bytes()


def test_a_browser_gets_the_page_to_start_from(share: Share, kit: Path) -> None:
    response, body = answer(share, "/")
    assert body == (kit / "START-HERE.html").read_bytes()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/materials/../../secret.txt", "//etc/passwd"),
        *("/materials/%2e%2e%2f%2e%2e%2fsecret.txt", "/..%5csecret.txt", "/secret.txt%00"),
        *(
            "/materials/",
            "/materials",
            "/beside.txt",
            "/channel/",
            "/C:/secret.txt",
            "/./beside.txt",
        ),
        *("/.hidden", "/manifest.json/", "/MANIFEST.JSON", "/file:///etc/passwd"),
    ],
)
def test_nothing_above_or_beside_the_kits_files_is_served(
    share: Share, kit: Path, path: str
) -> None:
    for place in (kit.parent / "secret.txt", kit / "beside.txt", kit / ".hidden"):
        place.write_text("secret")
    with raw(share) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        text = b"".join(iter(lambda: line.recv(65536), b""))
    assert text.split()[1] in (b"404", b"400")
    assert b"secret\r\n" not in text
    assert b"root:" not in text


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_file_that_became_a_link_is_refused_and_told(share: Share, kit: Path) -> None:
    outside = kit.parent / "outside"
    outside.write_bytes(PAYLOAD)
    (kit / "materials/big.bin").unlink()
    (kit / "materials/big.bin").symlink_to(outside)
    response, body = answer(share, BIG)
    assert response.status == 500
    assert PAYLOAD[:100] not in body
    assert share.board().troubles == ("materials/big.bin",)


def test_a_file_that_ends_too_early_is_told(share: Share, kit: Path) -> None:
    with raw(share) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        line.sendall(b"GET /materials/big.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        line.recv(100)
        os.truncate(kit / "materials/big.bin", 100)
        assert all_that_comes(line) < len(PAYLOAD)
    assert share.board().troubles == ("materials/big.bin",)


def test_parts_are_served(share: Share) -> None:
    size = len(PAYLOAD)
    for asked, start, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, size),
        ("bytes=-5", size - 5, size),
        (f"bytes=7-{size * 2}", 7, size),
    ):
        response, body = answer(share, BIG, Range=asked)
        assert response.status == 206
        assert body == PAYLOAD[start:end]
        assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=5-2", "bytes=-", "x" * 3000]
)
def test_a_range_that_is_not_understood_gets_the_whole_file(share: Share, asked: str) -> None:
    response, body = answer(share, BIG, Range=asked)
    assert (response.status, len(body)) == (200, len(PAYLOAD))


def test_a_part_beyond_the_end_is_refused_with_the_size(share: Share) -> None:
    response, _body = answer(share, BIG, Range=f"bytes={len(PAYLOAD)}-")
    assert response.status == 416
    assert response.headers["Content-Range"] == f"bytes */{len(PAYLOAD)}"


def test_conditions_are_heeded(share: Share) -> None:
    first, _body = answer(share, BIG, "HEAD")
    assert first.headers["Content-Length"] == str(len(PAYLOAD))
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert answer(share, BIG, If_None_Match=tag)[0].status == 304
    assert answer(share, BIG, If_None_Match='"other"')[0].status == 200
    assert answer(share, BIG, If_Modified_Since=date)[0].status == 304
    assert answer(share, BIG, If_Modified_Since="never")[0].status == 200
    assert answer(share, BIG, If_Match='"other"')[0].status == 412
    assert answer(share, BIG, Range="bytes=1-2", If_Range=tag)[0].status == 206
    assert answer(share, BIG, Range="bytes=1-2", If_Range=date)[0].status == 206
    assert answer(share, BIG, Range="bytes=1-2", If_Range='"other"')[0].status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH", "TRACE", "MKCOL"])
def test_nothing_can_be_changed(share: Share, kit: Path, method: str) -> None:
    before = manifest_of(kit)
    response, _body = answer(share, BIG, method)
    assert response.status in (400, 405)
    assert manifest_of(kit) == before
    assert (kit / "materials/big.bin").read_bytes() == PAYLOAD


def test_our_own_downloader_goes_on_where_it_was_cut(
    share: Share, kit: Path, tmp_path: Path
) -> None:
    entry = next(one for one in manifest_of(kit).files if one.path == BIG[1:])
    file = FileToFetch(
        (share.addresses[0] + BIG,), tmp_path / "big.bin", entry.size, sha256=entry.sha256
    )
    Downloader(tmp_path / "partials").fetch(file, Cancel(), lambda _done, _total: None)
    assert (tmp_path / "big.bin").read_bytes() == PAYLOAD
    assert share.board().sent >= len(PAYLOAD)


def test_200_connections_that_say_nothing_keep_nobody_out(share: Share) -> None:
    with ExitStack() as stack:
        for number in range(200):
            line = stack.enter_context(raw(share))
            if number % 2:
                line.sendall(b"GET /materials/big.bin HTTP/1.1\r\nHost")
        assert answer(share, BIG)[1] == PAYLOAD


def test_one_computer_with_all_too_many_connections_keeps_only_itself_out(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 200 < door.MOST_FROM_ONE < answers._MOST_CONNECTIONS, "a class; others beside it"
    monkeypatch.setattr(door, "MOST_FROM_ONE", 5)
    with ExitStack() as stack:
        lines = [stack.enter_context(raw(share)) for _number in range(6)]
        assert lines.pop().recv(1000).startswith(b"HTTP/1.1 503 ")
        with another_computer(share) as neighbour:
            neighbour.request("GET", "/manifest.json")
            assert neighbour.getresponse().status == 200
        lines.pop().close()
        time.sleep(0.3)
        assert answer(share, "/manifest.json")[0].status == 200


@pytest.mark.parametrize("beginning", [b"", b"GET /materials/big.bin HTTP/1.1\r\nHost"])
def test_who_does_not_come_to_a_request_is_let_go(
    kit: Path, session: Session, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server._SILENT_SECONDS <= 10
    monkeypatch.setattr(server, "_SILENT_SECONDS", 0.5)
    share = start_sharing(kit, session, Cancel(), HERE)
    try:
        with raw(share) as line:
            line.sendall(beginning)
            began = time.monotonic()
            assert all_that_comes(line) == 0
            assert time.monotonic() - began < 5
    finally:
        share.stop()


def test_200_at_once_all_get_everything(share: Share) -> None:
    whole: list[bool] = []

    def fetch() -> None:
        whole.append(answer(share, BIG)[1] == PAYLOAD)

    threads = [threading.Thread(target=fetch) for _number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert whole == [True] * 200


def test_somebody_who_reads_slowly_or_leaves_keeps_nobody_waiting(share: Share) -> None:
    with ExitStack() as stack:
        for number in range(40):
            line = stack.enter_context(raw(share))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(b"GET /materials/big.bin HTTP/1.1\r\nHost: x\r\nRange: bytes=9-\r\n\r\n")
            if number % 2:
                line.recv(100)
                line.close()
        began = time.monotonic()
        assert answer(share, BIG)[1] == PAYLOAD
        assert time.monotonic() - began < 5


def test_who_takes_nothing_for_too_long_is_let_go(kit: Path, session: Session) -> None:
    found = open_kit(kit, session, Cancel())
    serving = Server(found, Room(found.workshop), stall=0.5)
    port = serving.start("127.0.0.1", (0,))
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            line.sendall(b"GET /materials/big.bin HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(2)
            got = all_that_comes(line)
        assert got < len(PAYLOAD)
    finally:
        serving.stop()


@pytest.mark.parametrize(
    "text",
    [
        b"\x00\xff\x00" * 1000,
        b"GET " + b"/a" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        b"POST /progress HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /progress HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n{",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xe9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /progress HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    ],
)
def test_garbage_neither_stops_it_nor_is_told(
    share: Share, text: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with raw(share) as line:
        try:
            line.sendall(text)
            line.settimeout(0.5)
            line.recv(1000)
        except OSError:
            pass  # it may hang up, or wait for more
    assert answer(share, "/manifest.json")[0].status == 200
    assert caplog.text == ""
    assert capfd.readouterr().err == ""


def test_an_error_of_ours_is_told(
    share: Share, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.core.sharing.answers.wanted", lambda *_: 1 / 0)
    assert answer(share, BIG)[0].status == 500
    assert "ZeroDivisionError" in caplog.text


def test_it_can_be_stopped_while_somebody_downloads(kit: Path, session: Session) -> None:
    share = start_sharing(kit, session, Cancel(), HERE)
    with raw(share) as line:
        line.sendall(b"GET /materials/big.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        line.recv(10)
        began = time.monotonic()
        share.stop()
        assert time.monotonic() - began < 5
    with pytest.raises(OSError, match=r".*"):
        raw(share)


def test_a_port_that_is_taken_is_told_in_a_sentence(kit: Path, session: Session) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PlanInvalid, match=f"port {port} is taken"):
            start_sharing(kit, session, Cancel(), How((port,), "127.0.0.1", announce=False))
        share = start_sharing(kit, session, Cancel(), How((port, 0), "127.0.0.1", announce=False))
        share.stop()


def test_an_address_of_another_computer_is_told_in_a_sentence(kit: Path, session: Session) -> None:
    with pytest.raises(PlanInvalid, match=r"does not have the address 192\.0\.2\.7"):
        start_sharing(kit, session, Cancel(), How((0,), "192.0.2.7", announce=False))


def test_what_is_no_finished_kit_is_not_shared(kit: Path, session: Session) -> None:
    with pytest.raises(PlanInvalid, match="not a kit"):
        start_sharing(kit / "materials", session, Cancel(), HERE)
    (kit / "materials/big.bin").write_bytes(b"short")
    with pytest.raises(PlanInvalid, match=r"materials/big\.bin is missing or was changed"):
        start_sharing(kit, session, Cancel(), HERE)
    (kit / "unfinished.json").write_text("{}")
    with pytest.raises(PlanInvalid, match="not finished"):
        start_sharing(kit, session, Cancel(), HERE)


def test_it_says_of_itself_what_it_is(share: Share) -> None:
    data = json.loads(answer(share, "/sharing.json")[1])
    assert data["title"] == "Small <workshop>"
    assert data["progress"] == "progress"
