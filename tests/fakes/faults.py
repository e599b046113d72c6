"""What can go wrong with one answer of a server, as functions of an exchange.

Which request gets which fault is decided by the fault server.
"""

from __future__ import annotations

import array
import gzip
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

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

    @property
    def range_end(self) -> int | None:
        """Up to where, exclusive; None to the end."""
        last = self.headers.get("range", "").partition("-")[2]
        return int(last) + 1 if last else None


class Exchange:
    """One request and the means to answer it, well or badly."""

    def __init__(
        self, handler: BaseHTTPRequestHandler, content: bytes, etag: str, request: Request
    ) -> None:
        self.handler = handler
        self.whole = content
        self.etag = etag
        self.request = request
        self.closing = threading.Event()
        asked = request.headers.get("if-range", etag)
        self.partial = "range" in request.headers and asked == etag
        self.start = request.range_start if self.partial else 0
        self.content = content[: request.range_end] if self.partial else content

    def ignore_range(self) -> None:
        """Serve all of it, whatever was asked for."""
        self.partial, self.start, self.content = False, 0, self.whole

    def head(self, status: int, headers: Mapping[str, object]) -> None:
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name, str(value))
        self.handler.end_headers()
        self.handler.wfile.flush()

    def good_head(self, **changes: object) -> None:
        """The head of a proper answer; changes like `Content_Length=None` remove or replace."""
        end = len(self.content)
        headers: dict[str, object] = {
            "Content-Type": "application/octet-stream",
            "Accept-Ranges": "bytes",
            "ETag": self.etag,
            "Content-Length": end - self.start,
        }
        if self.partial:
            headers["Content-Range"] = f"bytes {self.start}-{end - 1}/{len(self.whole)}"
        for name, value in changes.items():
            headers[name.replace("_", "-")] = value
        wanted = {name: value for name, value in headers.items() if value is not None}
        self.head(206 if self.partial else 200, wanted)

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
        with suppress(OSError):  # really close it now, so that the option sends a reset
            socket.socket(fileno=exchange.handler.connection.detach()).close()
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
        changed = bytearray(exchange.whole)
        changed[position] ^= 1
        exchange.whole = bytes(changed)
        exchange.content = exchange.whole[: len(exchange.content)]
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
    exchange.ignore_range()
    serve(exchange)


def wrong_range(exchange: Exchange) -> None:
    """Status 206 with another range than the one that was asked for."""
    size = len(exchange.whole)
    headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Length": size}
    exchange.head(206, headers)
    exchange.body(exchange.whole)


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
    exchange.ignore_range()
    packed = gzip.compress(exchange.content, 1)
    exchange.good_head(Content_Length=len(packed), Content_Encoding="gzip")
    exchange.body(packed)


def called_gzipped(exchange: Exchange) -> None:
    """The plain file, wrongly labelled as compressed."""
    exchange.good_head(Content_Encoding="gzip")
    exchange.body(exchange.content[exchange.start :])


def redirect(location: str) -> Fault:
    """Send the client elsewhere."""
    return status(302, Location=location)
