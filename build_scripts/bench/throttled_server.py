"""Serves a folder over HTTP as slowly as told, in a process of its own, and counts what it sent.

    python throttled_server.py FOLDER --link BITS --connection BITS --delay SECONDS

Prints its address on the first line. `/.bench/stats` answers with what went out since
`/.bench/reset`. Standard library only; what the files are is nobody's business here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from practice.server import span_of

from bench.bucket import Bucket
from bench.settings import Rates

_CHUNK = 16 * 1024
_BURST = 32 * 1024
_SEND_BUFFER = 64 * 1024
_OWN = "/.bench/"


@dataclass
class Sent:
    """What went out: bytes of bodies, answers, connections, and when the last byte went
    (monotonic seconds, comparable between the processes of one computer)."""

    bytes: int = 0
    answers: int = 0
    connections: int = 0
    last: float = 0.0
    by_file: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, amount: int) -> None:
        """A piece of the file `name` went out."""
        self.bytes += amount
        self.by_file[name] = self.by_file.get(name, 0) + amount
        self.last = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request as far as this server understands it."""

    method: str
    path: str
    headers: dict[str, str]


class ThrottledServer:
    """Answers GET and HEAD with single ranges; all connections share one bucket."""

    def __init__(self, folder: Path, rates: Rates) -> None:
        self._folder = folder.resolve()
        self._rates = rates
        self._link = Bucket(rates.link_bytes, _BURST) if rates.link_bytes else None
        self.sent = Sent()

    async def start(self, host: str, port: int, congestion: str = "") -> tuple[asyncio.Server, int]:
        """Listen; returns the server and its port. `congestion` is the kernel's name for how lost
        packets are treated, "" for the usual way. Raises OSError where it is not allowed."""
        listener = socket.create_server((host, port), backlog=256)
        if congestion:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode())
        server = await asyncio.start_server(self._serve, sock=listener)
        return server, listener.getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        each = self._rates.connection_bytes
        own = Bucket(each, _BURST) if each else None
        self._keep_buffers_small(writer)
        self.sent.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            while asked := await _read_request(reader):
                await self._answer(asked, writer, own)
                if asked.headers.get("connection", "").lower() == "close":
                    break
        writer.close()

    def _keep_buffers_small(self, writer: asyncio.StreamWriter) -> None:
        """Else megabytes would lie in the kernel, sent for us and not yet for the other side."""
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._link is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
            writer.transport.set_write_buffer_limits(high=_CHUNK)

    async def _answer(
        self, asked: _Asked, writer: asyncio.StreamWriter, own: Bucket | None
    ) -> None:
        if asked.path.startswith(_OWN):
            await self._answer_about_us(asked.path, writer)
            return
        if self._rates.delay:
            await asyncio.sleep(self._rates.delay)
        self.sent.answers += 1
        path = self._find(asked.path)
        if path is None:
            await _send_head(writer, "404 Not Found", {"Content-Length": "0"})
            return
        with path.open("rb") as file:
            status, headers, span = _head_for(asked, path)
            await _send_head(writer, status, headers)
            if asked.method == "GET" and span[0] < span[1]:
                await self._send(file, span, asked.path, (writer, own))

    async def _answer_about_us(self, path: str, writer: asyncio.StreamWriter) -> None:
        if path == f"{_OWN}reset":
            self.sent = Sent()
        body = json.dumps(asdict(self.sent)).encode()
        await _send_head(writer, "200 OK", {"Content-Length": str(len(body))})
        writer.write(body)
        await writer.drain()

    def _find(self, name: str) -> Path | None:
        path = (self._folder / name.lstrip("/")).resolve()
        return path if path.is_relative_to(self._folder) and path.is_file() else None

    async def _send(
        self,
        file: BinaryIO,
        span: tuple[int, int],
        name: str,
        to: tuple[asyncio.StreamWriter, Bucket | None],
    ) -> None:
        writer, own = to
        if self._link is None and own is None:
            loop = asyncio.get_running_loop()
            length = span[1] - span[0]
            await loop.sendfile(writer.transport, file, span[0], length)
            self.sent.count(name, length)
            return
        file.seek(span[0])
        left = span[1] - span[0]
        while left and (chunk := file.read(min(_CHUNK, left))):
            await self._wait(len(chunk), own)
            writer.write(chunk)
            await writer.drain()
            left -= len(chunk)
            self.sent.count(name, len(chunk))

    async def _wait(self, count: int, own: Bucket | None) -> None:
        """One connection's turn first: what it may not send yet must not hold up the others."""
        if own is not None:
            await own.take(count)
        if self._link is not None:
            await self._link.take(count)


async def _read_request(reader: asyncio.StreamReader) -> _Asked | None:
    """The next request of a connection, None where the client has gone or talks nonsense."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[0] not in ("GET", "HEAD"):
        return None
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _colon, value in pairs}
    return _Asked(words[0], unquote(urlsplit(words[1]).path), headers)


def _head_for(asked: _Asked, path: Path) -> tuple[str, dict[str, str], tuple[int, int]]:
    """Status line, headers, and the bytes to send."""
    found = path.stat()
    size, tag = found.st_size, f'"{found.st_size:x}-{found.st_mtime_ns:x}"'
    headers = {
        "Content-Type": "application/octet-stream",
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Last-Modified": formatdate(found.st_mtime, usegmt=True),
    }
    wanted = asked.headers.get("range", "")
    if not wanted.startswith("bytes=") or asked.headers.get("if-range", tag) != tag:
        return "200 OK", {**headers, "Content-Length": str(size)}, (0, size)
    span = span_of(wanted, size)
    if span is None:
        unsatisfied = {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
        return "416 Range Not Satisfiable", unsatisfied, (0, 0)
    headers["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{size}"
    headers["Content-Length"] = str(span[1] - span[0])
    return "206 Partial Content", headers, span


async def _send_head(writer: asyncio.StreamWriter, status: str, headers: dict[str, str]) -> None:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    await writer.drain()


async def _run(options: argparse.Namespace) -> None:
    rates = Rates(options.link or None, options.connection or None, options.delay)
    made = ThrottledServer(options.folder, rates)
    server, port = await made.start(options.host, options.port, options.congestion)
    print(f"http://{options.host}:{port}", flush=True)
    async with server:
        await server.serve_forever()


def main() -> int:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--link", type=float, default=0.0, help="bits per second; 0: no limit")
    parser.add_argument("--connection", type=float, default=0.0, help="bits per second; 0: none")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--congestion", default="", help="e.g. cubic or bbr; Linux only")
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
