"""The place where a watched answer's bytes run through: it can be shut from outside.

A blocked read cannot look at a flag, so the thread that waits for the work looks instead and
shuts the tap: on cancel, or when nothing or too little has come for too long.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from app.core.cancel import Cancel
from app.core.network.answer import Answer
from app.core.network.patience import Patience
from app.core.network.trouble import ServerTrouble, from_exception, host_of
from app.core.network.words import Rule
from app.errors import InstallError

Result = TypeVar("Result")


class Tap:
    """One worker's tap; `read` belongs to the worker, `watch` to the one who waits for it."""

    def __init__(self, cancel: Cancel, patience: Patience) -> None:
        self.cancel = cancel
        self._patience = patience
        self._answer: Answer | None = None
        self._last = 0.0
        self._window = (0.0, 0)
        self._came = 0
        self._shut: Rule | None = None
        self._lock = threading.Lock()

    @contextmanager
    def on(self, open_answer: Callable[[], Answer]) -> Iterator[Answer]:
        """Open an answer and let it run through this tap. Raises ServerTrouble, Cancelled.

        Connecting and looking up names cannot be shut, so that happens in a thread which is left
        behind on cancel; it holds no file.
        """
        answer = unless_cancelled(open_answer, self.cancel, Answer.close)
        with self._lock:
            self._answer, self._last, self._shut = answer, time.monotonic(), None
            self._window, self._came = (self._last, 0), 0
        try:
            yield answer
        finally:
            with self._lock:
                self._answer = None
            answer.close()

    def read(self, limit: int) -> bytes:
        """The next bytes, b"" at the end. Raises ServerTrouble, Cancelled."""
        answer = self._answer
        assert answer is not None, "inside on() only"
        try:
            data = answer.read(limit)
        except InstallError:
            raise
        except Exception as error:  # whatever a broken connection may raise
            self._raise_if_shut(answer)
            raise from_exception(error, answer.claims.final_url) from error
        # Before the bytes are used: what arrives after shutting may be anything.
        self._raise_if_shut(answer)
        self._last = time.monotonic()
        self._came += len(data)
        return data

    def watch(self) -> None:
        """Shut the tap if the work was cancelled, or nothing or too little has come for long."""
        with self._lock:
            if self._answer is None or self._shut is not None:
                return
            self._shut = self._reason(time.monotonic())
            if self._shut is not None:
                self._answer.interrupt()

    def _reason(self, now: float) -> Rule | None:
        if self.cancel.asked or now - self._last > self._patience.stall:
            return Rule.STALLED
        since, before = self._window
        if now - since < self._patience.slow_window:
            return None
        if self._came - before < self._patience.slowest * (now - since):
            return Rule.SLOW
        self._window = (now, self._came)
        return None

    def _raise_if_shut(self, answer: Answer) -> None:
        self.cancel.check()
        if self._shut is not None:
            url = answer.claims.final_url
            detail = f"{url}: {self._shut}, {self._came} bytes"
            raise ServerTrouble(self._shut, host_of(url), detail)


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
