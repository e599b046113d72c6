"""The limit of connections that all downloads of the program share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.core.cancel import Cancel


class Slots:
    """So many transfers at a time, whoever asked for them."""

    def __init__(self, number: int) -> None:
        self._free = threading.BoundedSemaphore(number)

    @contextmanager
    def one(self, cancel: Cancel) -> Iterator[None]:
        """Hold one slot; waits for it, raises Cancelled meanwhile."""
        while not self._free.acquire(timeout=0.05):
            cancel.check()
        try:
            yield
        finally:
            self._free.release()
