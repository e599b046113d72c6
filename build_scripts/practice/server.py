"""Serve a kit over HTTP on this computer, with ranges, as a download mirror would.

Standard library only and no knowledge of what a kit contains: dev.py and tests use it too.
"""

from __future__ import annotations

import os
import re
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".json": "application/json",
    ".toml": "application/toml; charset=utf-8",
    ".sh": "application/x-sh",
    ".zst": "application/zstd",
    ".md": "text/markdown; charset=utf-8",
}
_CHUNK = 256 * 1024


class KitServer:
    """A server of one folder, running in a thread between `with` and its end.

    `url` has no slash at its end. Port 0 takes any free one.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder.resolve()
        handler = type("_BoundHandler", (_Handler,), {"folder": self.folder})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """Where the folder can be read, e.g. "http://127.0.0.1:43210"."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> KitServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Block until the server ends (KeyboardInterrupt passes through)."""
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """Many clients at once; a client that goes away is no event worth a traceback."""

    daemon_threads = True
    # Waiting for idle keep-alive clients would hold up the end of the program.
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections cut by the client are expected: downloads get cancelled."""


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files below `folder`; a single range of bytes is honoured."""

    protocol_version = "HTTP/1.1"
    server_version = "SeedbedPractice/1"
    timeout = 60
    folder: Path

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the clients say what they do."""

    def _answer(self, *, body: bool) -> None:
        path = self._find()
        if path is None:
            self._send_empty(HTTPStatus.NOT_FOUND)
            return
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            tag = f'"{status.st_size:x}-{status.st_mtime_ns:x}"'
            if self.headers.get("If-None-Match") == tag:
                self._send_empty(HTTPStatus.NOT_MODIFIED, ETag=tag)
                return
            wanted = self._range(tag)
            span = span_of(wanted, status.st_size) if wanted else (0, status.st_size)
            if span is None:
                unsatisfied = {"Content-Range": f"bytes */{status.st_size}"}
                self._send_empty(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, **unsatisfied)
                return
            self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
            if wanted:
                shown = f"bytes {span[0]}-{span[1] - 1}/{status.st_size}"
                self.send_header("Content-Range", shown)
            self.send_header("Content-Type", _TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(span[1] - span[0]))
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", self.date_time_string(status.st_mtime))
            self.end_headers()
            if body:
                self._copy(file, span)

    def _find(self) -> Path | None:
        """The file asked for, or None: unknown, a folder, or not below the served folder."""
        name = unquote(urlsplit(self.path).path).lstrip("/")
        if "\0" in name:
            return None
        path = (self.folder / name).resolve()
        return path if path.is_relative_to(self.folder) and path.is_file() else None

    def _range(self, tag: str) -> str | None:
        """The Range header, unless it is not for this version of the file or not understood."""
        wanted = self.headers.get("Range")
        condition = self.headers.get("If-Range")
        if wanted is None or (condition is not None and condition != tag):
            return None
        return wanted if re.fullmatch(r"bytes=(\d+-\d*|-\d+)", wanted) else None

    def _send_empty(self, status: HTTPStatus, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def _copy(self, file: BinaryIO, span: tuple[int, int]) -> None:
        file.seek(span[0])
        left = span[1] - span[0]
        while left and (chunk := file.read(min(_CHUNK, left))):
            self.wfile.write(chunk)
            left -= len(chunk)


def span_of(wanted: str, size: int) -> tuple[int, int] | None:
    """Start and end (exclusive) of `bytes=…` in a file of `size` bytes; None if outside it."""
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else None
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None
