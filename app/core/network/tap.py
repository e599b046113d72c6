"""The place where a watched answer's bytes run through: it can be shut from outside.

A blocked read cannot look at a flag, so the thread that waits for the work looks instead and
shuts the tap: on cancel, or when nothing or too little has come for too long.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.cancel import Cancel
from app.core.network.answer import Answer
from app.core.network.meter import Meter
from app.core.network.patience import Patience
from app.core.network.trouble import ServerTrouble, from_exception, host_of
from app.core.network.waiting import Request, requesting
from app.core.network.words import Rule
from app.errors import InstallError


class Tap:
    """One worker's tap; `read` belongs to the worker, `watch` to the one who waits for it."""

    def __init__(self, cancel: Cancel, patience: Patience, meter: Meter) -> None:
        self.cancel = cancel
        self._meter = meter
        self._handed_out: float | None = None
        self._patience = patience
        self._request: Request | None = None
        self._answer: Answer | None = None
        self._last = 0.0
        self._window = (0.0, 0)
        self._came = 0
        self._shut: Rule | None = None
        self._lock = threading.Lock()

    @contextmanager
    def on(self, open_answer: Callable[[], Answer]) -> Iterator[Answer]:
        """Open an answer and let it run through this tap. Raises ServerTrouble, Cancelled."""
        answer = self._open(open_answer)
        with self._lock:
            self._answer, self._last, self._shut = answer, time.monotonic(), None
            self._window, self._came = (self._last, 0), 0
            self._handed_out = None
        try:
            yield answer
        finally:
            with self._lock:
                self._answer = None
            answer.close()

    def _open(self, open_answer: Callable[[], Answer]) -> Answer:
        self.cancel.check()
        asked = time.monotonic()
        try:
            with requesting(self.cancel) as self._request:
                answer = open_answer()
        except ServerTrouble:
            self.cancel.check()  # then it is no wonder that the answer did not come
            raise
        finally:
            self._request = None
            self._meter.came(0, local=False, waited=time.monotonic() - asked)
        if self.cancel.asked:
            answer.close()
        self.cancel.check()
        return answer

    def read(self, limit: int) -> bytes:
        """The next bytes, b"" at the end. Raises ServerTrouble, Cancelled."""
        answer = self._answer
        assert answer is not None, "inside on() only"
        asked = self._ask()
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
        self._meter.came(len(data), answer.local, self._last - asked)
        self._handed_out = self._last
        return data

    def _ask(self) -> float:
        """The time of asking for more; until then the worker was busy with what it had got."""
        now = time.monotonic()
        if self._handed_out is not None:
            self._meter.used(now - self._handed_out)
        return now

    def watch(self) -> None:
        """Shut the tap if the work was cancelled, or nothing or too little has come for long."""
        request = self._request
        if request is not None and self.cancel.asked:
            request.interrupt()
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
