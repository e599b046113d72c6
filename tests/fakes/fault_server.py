"""T1: a real HTTP server on the loopback that misbehaves on demand and counts what it sends.

A fault is a function of one exchange; each request for a path uses up one fault of its list, then
the file is served properly: Range, If-Range, ETag, keep-alive.
"""

from __future__ import annotations

import array
import gzip
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_PIECE = 64 * 1024


@dataclass
class Request:
    """What one client asked for and how many body bytes it was sent."""

    path: str
    headers: dict[str, str]
    sent: int = 0

    @property
    def range_start(self) -> int:
        text = self.headers.get("range", "")
        return int(text.removeprefix("bytes=").partition("-")[0]) if text else 0


class Exchange:
    """One request and the means to answer it, well or badly."""

    def __init__(self, handler: _Handler, content: bytes, etag: str, request: Request) -> None:
        self.handler = handler
        self.content = content
        self.etag = etag
        self.request = request
        self.closing = handler.server.closing
        asked = request.headers.get("if-range", etag)
        self.start = request.range_start if asked == etag else 0

    def head(self, status: int, headers: Mapping[str, object]) -> None:
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name, str(value))
        self.handler.end_headers()
        self.handler.wfile.flush()

    def good_head(self, **changes: object) -> None:
        """The head of a proper answer; changes like `Content_Length=None` remove or replace."""
        size = len(self.content)
        headers: dict[str, object] = {
            "Content-Type": "application/octet-stream",
            "Accept-Ranges": "bytes",
            "ETag": self.etag,
            "Content-Length": size - self.start,
        }
        if self.start:
            headers["Content-Range"] = f"bytes {self.start}-{size - 1}/{size}"
        for name, value in changes.items():
            headers[name.replace("_", "-")] = value
        wanted = {name: value for name, value in headers.items() if value is not None}
        self.head(206 if self.start else 200, wanted)

    def body(self, data: bytes) -> None:
        for position in range(0, len(data), _PIECE):
            piece = data[position : position + _PIECE]
            self.handler.wfile.write(piece)
            self.request.sent += len(piece)

    def until_arrived(self) -> None:
        """Wait until the client's system has everything; a reset throws away what is on the way."""
        try:
            import fcntl
            import termios
        except ImportError:  # Windows cannot tell; give it a moment
            self.closing.wait(0.05)
            return
        connection = self.handler.connection
        for _ in range(200):
            waiting = array.array("i", [0])
            fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, waiting)
            if waiting[0] == 0:
                return
            self.closing.wait(0.005)

    def hang_up(self) -> None:
        self.handler.close_connection = True


Fault = Callable[[Exchange], None]


def serve(exchange: Exchange) -> None:
    """What a good server does."""
    if exchange.start >= len(exchange.content) and exchange.start:
        exchange.head(416, {"Content-Length": 0})
        return
    exchange.good_head()
    exchange.body(exchange.content[exchange.start :])


def truncate(count: int, length: bool = True) -> Fault:
    """Close the connection after `count` body bytes, with or without a Content-Length."""

    def fault(exchange: Exchange) -> None:
        if length:
            exchange.good_head()
        else:
            exchange.good_head(Content_Length=None, Connection="close")
        exchange.body(exchange.content[exchange.start :][:count])
        exchange.hang_up()

    return fault


def reset(count: int) -> Fault:
    """Send `count` body bytes, then a TCP reset."""

    def fault(exchange: Exchange) -> None:
        exchange.good_head()
        exchange.body(exchange.content[exchange.start :][:count])
        exchange.until_arrived()
        linger = struct.pack("ii", 1, 0)
        exchange.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        exchange.handler.server.shutdown_abruptly(exchange.handler.connection)
        exchange.hang_up()

    return fault


def stall(count: int) -> Fault:
    """Send `count` body bytes, then nothing until the server closes."""

    def fault(exchange: Exchange) -> None:
        exchange.good_head()
        exchange.body(exchange.content[exchange.start :][:count])
        exchange.closing.wait()
        exchange.hang_up()

    return fault


def never_answer(exchange: Exchange) -> None:
    """Take the request and say nothing until the server closes."""
    exchange.closing.wait()
    exchange.hang_up()


def drip(rate: int) -> Fault:
    """Send `rate` bytes per second in twenty pieces per second."""

    def fault(exchange: Exchange) -> None:
        exchange.good_head()
        step = max(1, rate // 20)
        rest = exchange.content[exchange.start :]
        for position in range(0, len(rest), step):
            exchange.body(rest[position : position + step])
            if exchange.closing.wait(0.05):
                break

    return fault


def flip(position: int) -> Fault:
    """Serve everything with one bit of the byte at `position` turned over."""

    def fault(exchange: Exchange) -> None:
        changed = bytearray(exchange.content)
        changed[position] ^= 1
        exchange.content = bytes(changed)
        serve(exchange)

    return fault


def status(code: int, reason: bytes = b"", **headers: object) -> Fault:
    """Answer with a status, e.g. `status(429, Retry_After=1)`."""

    def fault(exchange: Exchange) -> None:
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        exchange.head(code, {"Content-Length": len(reason), **extra})
        exchange.body(reason)

    return fault


def html(exchange: Exchange) -> None:
    """A sign-in page with status 200."""
    page = b"<!DOCTYPE html><html><title>Welcome to the wifi</title></html>"
    exchange.head(200, {"Content-Type": "text/html", "Content-Length": len(page)})
    exchange.body(page)


def disguised_html(exchange: Exchange) -> None:
    """A sign-in page that calls itself binary."""
    page = b"\r\n  <html><title>Welcome to the wifi</title></html>"
    exchange.head(200, {"Content-Type": "application/octet-stream", "Content-Length": len(page)})
    exchange.body(page)


def ignore_range(exchange: Exchange) -> None:
    """The whole file with status 200, whatever was asked for."""
    exchange.start = 0
    serve(exchange)


def wrong_range(exchange: Exchange) -> None:
    """Status 206 with another range than the one that was asked for."""
    size = len(exchange.content)
    headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Length": size}
    exchange.head(206, headers)
    exchange.body(exchange.content)


def wrong_length(difference: int) -> Fault:
    """A Content-Length that is off by `difference`; the connection closes after the body."""

    def fault(exchange: Exchange) -> None:
        rest = exchange.content[exchange.start :]
        exchange.good_head(Content_Length=len(rest) + difference)
        with suppress(OSError):
            exchange.body(rest)
        exchange.hang_up()

    return fault


def no_length(exchange: Exchange) -> None:
    """No Content-Length: the end of the connection is the end of the file."""
    exchange.good_head(Content_Length=None, Connection="close")
    exchange.body(exchange.content[exchange.start :])
    exchange.hang_up()


def chunked(exchange: Exchange) -> None:
    """Transfer-Encoding: chunked."""
    exchange.good_head(Content_Length=None, Transfer_Encoding="chunked")
    rest = exchange.content[exchange.start :]
    for position in range(0, len(rest), _PIECE):
        piece = rest[position : position + _PIECE]
        exchange.handler.wfile.write(b"%x\r\n" % len(piece))
        exchange.body(piece)
        exchange.handler.wfile.write(b"\r\n")
    exchange.handler.wfile.write(b"0\r\n\r\n")


def gzipped(exchange: Exchange) -> None:
    """Compressed although nobody asked for that."""
    packed = gzip.compress(exchange.content, 1)
    exchange.start = 0
    exchange.good_head(Content_Length=len(packed), Content_Encoding="gzip")
    exchange.body(packed)


def called_gzipped(exchange: Exchange) -> None:
    """The plain file, wrongly labelled as compressed."""
    exchange.good_head(Content_Encoding="gzip")
    exchange.body(exchange.content[exchange.start :])


def redirect(location: str) -> Fault:
    """Send the client elsewhere."""
    return status(302, Location=location)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, owner: FaultServer, tls: Path | None) -> None:
        self.owner = owner
        self.closing = threading.Event()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self._tls and tls:
            self._tls.load_cert_chain(tls)
        super().__init__(("127.0.0.1", 0), _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.owner.connections += 1
        if self._tls:
            try:
                request = self._tls.wrap_socket(request, server_side=True)
            except OSError:  # the client did not trust us: what many tests are about
                return
        with suppress(OSError):
            super().finish_request(request, client_address)
        with suppress(OSError):
            request.close()

    def shutdown_abruptly(self, connection: socket.socket) -> None:
        """Really close the socket now, so that its linger option sends a reset."""
        with suppress(OSError):
            socket.socket(fileno=connection.detach()).close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.owner.errors.append(client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        owner = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers)
        owner.note(request)
        content = owner.files.get(self.path)
        fault = owner.next_fault(self.path)
        if content is None and fault is serve:
            fault = status(404)
        with suppress(BrokenPipeError, ConnectionResetError):
            fault(Exchange(self, content or b"", owner.etag, request))
            return
        self.close_connection = True

    def log_message(self, *arguments: Any) -> None:
        """Stay silent; everything is in `requests`."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.server.owner.date or super().date_time_string(timestamp)


class FaultServer:
    """Serves `files` (path to content) until the `with` block ends; `tls` is a PEM with key."""

    def __init__(self, files: Mapping[str, bytes], tls: Path | None = None) -> None:
        self.files = dict(files)
        self.etag = '"1"'
        self.date = ""
        self.requests: list[Request] = []
        self.connections = 0
        self.errors: list[object] = []
        self._faults: dict[str, deque[Fault]] = {}
        self._always: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._server = _Server(self, tls)
        scheme = "https" if tls else "http"
        self.port = self._server.server_port
        self.url = f"{scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> FaultServer:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def fail(self, path: str, *faults: Fault) -> None:
        """Use up these faults, one per request for `path`, before serving it properly."""
        self._faults.setdefault(path, deque()).extend(faults)

    def always(self, path: str, fault: Fault) -> None:
        """Use this fault for every request for `path` that has none of its own."""
        self._always[path] = fault

    def next_fault(self, path: str) -> Fault:
        with self._lock:
            waiting = self._faults.get(path)
            return waiting.popleft() if waiting else self._always.get(path, serve)

    def note(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def sent(self, path: str = "") -> int:
        """Body bytes sent, for one path or in all."""
        return sum(request.sent for request in self.requests if path in ("", request.path))
