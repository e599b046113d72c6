"""T1: a real HTTP server on the loopback that misbehaves on demand and counts what it sends.

Each request for a path uses up one fault of its list, then the file is served properly: Range,
If-Range, ETag, keep-alive.
"""

from __future__ import annotations

import ssl
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.fakes.faults import Exchange, Fault, Request, serve, status


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
            exchange = Exchange(self, content or b"", owner.etag, request)
            exchange.closing = self.server.closing
            fault(exchange)
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
