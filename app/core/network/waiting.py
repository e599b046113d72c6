"""Waiting for others, and how to stop it: for a connection to be made, for an answer to begin.

Watching the bytes of an answer that has begun is the tap's business.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from app.core.cancel import Cancel

Result = TypeVar("Result")


class Request:
    """One request whose answer has not begun; `interrupt` may be called from another thread."""

    def __init__(self, cancel: Cancel) -> None:
        self.cancel = cancel
        self._socket: socket.socket | None = None

    def waits_on(self, connected: socket.socket | None) -> None:
        """The answer will come here."""
        self._socket = connected

    def interrupt(self) -> None:
        """Wake whoever waits for the answer: it will look like one that broke off."""
        connected = self._socket
        if connected is not None:
            with suppress(OSError, ValueError):  # it has just ended by itself
                connected.shutdown(socket.SHUT_RD)


class _OfThread(threading.local):
    """What a thread is asking for: urllib3 offers no way to hand it to a connection."""

    request: Request | None = None


_of_thread = _OfThread()


def current_request() -> Request | None:
    """The request that this thread is making under `requesting`, if any."""
    return _of_thread.request


@contextmanager
def requesting(cancel: Cancel) -> Iterator[Request]:
    """Within it, connections that this thread uses can be left when `cancel` is raised."""
    request = Request(cancel)
    _of_thread.request = request
    try:
        yield request
    finally:
        _of_thread.request = None


def unless_cancelled(
    work: Callable[[], Result], cancel: Cancel, leave: Callable[[Result], None]
) -> Result:
    """What `work` returns or raises, run in a thread of its own; Cancelled at once when asked.

    `leave` gets a result that came too late to be wanted.
    """
    outcome = _Outcome[Result]()
    thread = threading.Thread(
        target=outcome.fill, args=(work, cancel, leave), name="seedbed-connect", daemon=True
    )
    thread.start()
    while not outcome.ready.wait(0.05):
        if cancel.asked and outcome.abandon():
            cancel.check()
    return outcome.result()


class _Outcome(Generic[Result]):
    """What a thread came back with, handed over exactly once or left behind."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self._lock = threading.Lock()
        self._abandoned = False
        self._value: list[Result] = []
        self._error: BaseException | None = None

    def fill(
        self, work: Callable[[], Result], cancel: Cancel, leave: Callable[[Result], None]
    ) -> None:
        try:
            cancel.check()
            value = work()
        except BaseException as error:  # carried to the thread that waits
            self._error = error
        else:
            with self._lock:
                if not self._abandoned:
                    self._value.append(value)
            if not self._value:
                leave(value)
        self.ready.set()

    def abandon(self) -> bool:
        """Give the result up, unless it is there already."""
        with self._lock:
            self._abandoned = not self._value
            return self._abandoned

    def result(self) -> Result:
        if self._error is not None:
            raise self._error
        return self._value[0]
