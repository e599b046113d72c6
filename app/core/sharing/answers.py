"""What a shared kit answers: its files, a page for browsers, and to reports of progress.

Read-only. Bytes go from the file to the network without passing through Python (sendfile), in
small portions, so that nobody who reads slowly keeps anything but their own connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import BinaryIO

from aiohttp import web

from app import __version__
from app.core.kits import names
from app.core.sharing.allowance import Allowance
from app.core.sharing.messages import (
    NotAMessage,
    read_progress,
)
from app.core.sharing.ranges import Part, date_of, tag_of, wanted
from app.core.sharing.room import Room
from app.core.sharing.served import ServedFile, ServedKit
from app.core.workshops.nearby import ABOUT, MOST_BYTES, PROGRESS, About, write_about
from app.errors import InstallError

_PORTION = 256 * 1024
# Who takes less than a portion in this time has gone, or is not worth a connection.
STALL_SECONDS = 60.0
_BODY_SECONDS = 10.0
_MOST_CONNECTIONS = 600
# A report a second is plenty; behind one address there may be a whole class.
_RUN_RATE, _RUN_BURST = 2.0, 10.0
_ADDRESS_RATE, _ADDRESS_BURST = 100.0, 300.0
# A page of the kit may not be taken for a program, nor fetch anything from elsewhere.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' data:; form-action 'none'",
    "Cache-Control": "no-cache",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Answers:
    """Answers requests for one kit; all of it in the server's event loop."""

    def __init__(
        self, kit: ServedKit, room: Room, crowd: Callable[[], int], stall: float = STALL_SECONDS
    ) -> None:
        self._kit, self._room, self._crowd, self._stall = kit, room, crowd, stall
        self._runs = Allowance(_RUN_RATE, _RUN_BURST)
        self._addresses = Allowance(_ADDRESS_RATE, _ADDRESS_BURST)
        self._about = write_about(About(kit.title, __version__))

    def application(self) -> web.Application:
        """The application for aiohttp."""
        app = web.Application(client_max_size=MOST_BYTES, middlewares=[self._crowded])
        app.router.add_get("/", self._start_page)
        app.router.add_get(f"/{ABOUT}", self._tell_about)
        app.router.add_post(f"/{PROGRESS}", self._take_progress)
        app.router.add_get("/{path:.+}", self._file)
        return app

    @web.middleware
    async def _crowded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._crowd() > _MOST_CONNECTIONS:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5", "Connection": "close"})
        return await handler(request)

    async def _start_page(self, request: web.Request) -> web.StreamResponse:
        file = self._kit.files.get(names.START_PAGE)
        if file is None:
            return web.Response(text=self._kit.title, headers=_SAFE)
        return await self._answer(request, file)

    async def _tell_about(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(body=self._about, content_type="application/json", headers=_SAFE)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._kit.files.get(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        return await self._answer(request, file)

    async def _take_progress(self, request: web.Request) -> web.StreamResponse:
        address = request.remote or ""
        if not self._addresses.take(address):
            raise _too_many()
        # A web page could send plain text from anybody's browser, but never this.
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                progress = read_progress(await request.read())
        except NotAMessage as error:
            raise web.HTTPBadRequest(text=f"not a report: {error}") from error
        except web.RequestPayloadError as error:  # not packed as its header says
            raise web.HTTPBadRequest(text="not a report: it cannot be read") from error
        except TimeoutError as error:
            raise web.HTTPRequestTimeout from error
        if not self._runs.take(progress.run):
            raise _too_many()
        number = self._room.told(progress, address)
        if number is None:
            raise _too_many()
        return web.json_response({"number": number}, headers=_SAFE)

    async def _answer(self, request: web.Request, file: ServedFile) -> web.StreamResponse:
        part = wanted(file, request.headers)
        response = web.StreamResponse(status=part.status, headers=_headers(file, part))
        if part.status not in (200, 206) or request.method == "HEAD":
            await response.prepare(request)
            await response.write_eof()
            return response
        try:
            handle = self._kit.open(file)
        except (OSError, InstallError) as error:
            self._room.trouble(file.path)
            raise web.HTTPInternalServerError(text="this file cannot be read now") from error
        with handle:
            await response.prepare(request)
            whole = await self._send(request, handle, part, file.path)
        if whole:
            await response.write_eof()
        return response

    async def _send(self, request: web.Request, handle: BinaryIO, part: Part, path: str) -> bool:
        """Whether all of it went out. Participants pause, lose their network and go: that is no
        error, and the connection is closed, for what was announced can no longer be sent."""
        loop, transport = asyncio.get_running_loop(), request.transport
        at, address = part.start, request.remote or ""
        try:
            while at < part.end:
                if transport is None or transport.is_closing():
                    return False
                async with asyncio.timeout(self._stall):
                    count = min(_PORTION, part.end - at)
                    sent = await loop.sendfile(transport, handle, at, count)
                if not sent:
                    self._room.trouble(path)
                    raise OSError("the file became shorter meanwhile")
                at += sent
                self._room.sent(address, sent)
        except (OSError, RuntimeError):  # TimeoutError is an OSError
            if transport is not None:
                with suppress(RuntimeError):
                    transport.abort()
            return False
        return True


def _headers(file: ServedFile, part: Part) -> dict[str, str]:
    headers = {
        **_SAFE,
        "ETag": tag_of(file),
        "Last-Modified": date_of(file),
        "Accept-Ranges": "bytes",
    }
    if part.status in (200, 206):
        headers |= {"Content-Type": file.kind, "Content-Length": str(part.count)}
    if part.status == 206:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{file.size}"
    if part.status == 416:
        headers |= {"Content-Range": f"bytes */{file.size}", "Content-Length": "0"}
    if part.status == 412:
        headers["Content-Length"] = "0"
    return headers


def _too_many() -> web.HTTPException:
    return web.HTTPTooManyRequests(headers={"Retry-After": "2"})
