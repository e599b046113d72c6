"""The server of a shared kit: a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import errno
import logging
import threading
from asyncio import Server as AsyncServer
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing, nullcontext

from aiohttp import web
from aiohttp.http import HttpProcessingError

from app.core.sharing.answers import STALL_SECONDS, Answers
from app.core.sharing.door import Door
from app.core.sharing.room import Room
from app.core.sharing.served import ServedKit
from app.errors import InstallError, PlanInvalid
from app.i18n import _

# Nobody else is known to use them; the next is tried where one is taken.
USUAL_PORTS = tuple(range(8770, 8780))
_EVERYWHERE = "0.0.0.0"
_BACKLOG = 512
# Who says nothing for so long, or does not come to the end of a request, is let go.
_SILENT_SECONDS = 10.0
_CLOSING_SECONDS = 1.0
# The second is Windows' for ports that something has set aside for itself.
_TAKEN = frozenset({errno.EADDRINUSE, 10048, 10013})


class Server:
    """Serves one kit from `start` to `stop`; used once."""

    def __init__(
        self,
        kit: ServedKit,
        room: Room,
        awake: Callable[[], AbstractContextManager[None]] = nullcontext,
        stall: float = STALL_SECONDS,
    ) -> None:
        self._kit, self._room, self._awake, self._stall = kit, room, awake, stall
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self, host: str = "", ports: Sequence[int] = USUAL_PORTS) -> int:
        """Begin to serve at the first of `ports` that is free, and return it.

        `host` is the one address to serve at, "" all of this computer. Raises PlanInvalid where
        that cannot be.
        """
        began: Future[int] = Future()
        self._thread = threading.Thread(
            target=self._work, args=(host or _EVERYWHERE, ports, began), name="share", daemon=True
        )
        self._thread.start()
        try:
            return began.result()
        except OSError as error:
            raise _refusal(error, host, ports) from error

    def stop(self) -> None:
        """End; whoever is still being served is cut off."""
        if self._thread is None:
            return
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = None

    def _work(self, host: str, ports: Sequence[int], began: Future[int]) -> None:
        try:
            with self._awake():  # in this thread: Windows asks for it thread by thread
                asyncio.run(self._serve(host, ports, began))
        except BaseException as error:  # whoever waits for the beginning must hear of it
            if began.done():
                raise
            began.set_exception(error)

    async def _serve(self, host: str, ports: Sequence[int], began: Future[int]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        runner: web.AppRunner

        def crowd() -> int:
            return len(runner.server.connections) if runner.server is not None else 0

        answers = Answers(self._kit, self._room, crowd, self._stall)
        runner = web.AppRunner(
            answers.application(),
            access_log=None,
            logger=_log(),
            keepalive_timeout=_SILENT_SECONDS,
            shutdown_timeout=_CLOSING_SECONDS,
            handler_cancellation=True,
        )
        await runner.setup()
        assert runner.server is not None
        try:
            with closing(await _listen(runner.server, host, ports)) as listening:
                began.set_result(int(listening.sockets[0].getsockname()[1]))
                await self._stop.wait()
        finally:
            await runner.cleanup()


# Whoever went away in the middle, and whoever sends what is no request.
_OF_OTHERS = (ConnectionError, HttpProcessingError, web.RequestPayloadError)


class _OurErrors(logging.Filter):
    """Leaves out what others did: it is no error of ours, and the board is no place for it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is worth telling."""
        return not (record.exc_info and isinstance(record.exc_info[1], _OF_OTHERS))


def _log() -> logging.Logger:
    log = logging.getLogger(__name__)
    if not log.filters:
        log.addFilter(_OurErrors())
    return log


async def _listen(server: web.Server, host: str, ports: Sequence[int]) -> AsyncServer:
    """Listen at the first port that is free. Raises OSError for the last one."""
    for port in ports[:-1]:
        try:
            return await _listen_at(server, host, port)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
    return await _listen_at(server, host, ports[-1])


async def _listen_at(server: web.Server, host: str, port: int) -> AsyncServer:
    def inside(address: str) -> int:
        names = (connection.peername for connection in server.connections)
        return sum(isinstance(name, tuple) and name[0] == address for name in names)

    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Door(server, inside), host, port, backlog=_BACKLOG)


def _refusal(error: OSError, host: str, ports: Sequence[int]) -> InstallError:
    port = ports[-1]
    if error.errno in _TAKEN:
        return PlanInvalid(
            _("The port {port} is taken by another program.").format(port=port),
            _("Name another one with --port, or stop that program."),
            str(error),
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return PlanInvalid(
            _("This computer does not have the address {address}.").format(address=host),
            _("Leave it out, to share at all addresses of this computer."),
            str(error),
        )
    return PlanInvalid(
        _("The kit cannot be shared at port {port}.").format(port=port),
        _("Name another port with --port, above 1024."),
        str(error),
    )
