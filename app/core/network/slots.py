"""The limit of connections that all downloads of the program share, and who goes first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.core.cancel import Cancel


class Slots:
    """So many connections at a time, whoever asked for them.

    Urgent ones need not wait for others to end; instead no others begin meanwhile, but for one:
    nobody starves. So there may be twice as many for a while.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._urgent = 0
        self._usual = 0
        self._changed = threading.Condition()

    @property
    def crowded(self) -> bool:
        """Whether there are more than the limit: some that are not urgent should end early."""
        return self._urgent + self._usual > self._number and self._usual > 1

    @contextmanager
    def one(self, cancel: Cancel, urgent: bool = False) -> Iterator[None]:
        """Hold one slot; waits for it, raises Cancelled meanwhile."""
        with self._changed:
            while not self._is_free(urgent):
                self._changed.wait(0.05)
                cancel.check()
            self._add(urgent, 1)
        try:
            yield
        finally:
            with self._changed:
                self._add(urgent, -1)
                self._changed.notify()

    def _is_free(self, urgent: bool) -> bool:
        if urgent:
            return self._urgent < self._number
        return self._usual == 0 or self._urgent + self._usual < self._number

    def _add(self, urgent: bool, count: int) -> None:
        if urgent:
            self._urgent += count
        else:
            self._usual += count
