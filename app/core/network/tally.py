"""Adds up the bytes of several files for one progress display; it measures no time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from app.core.network.file_to_fetch import BytesSoFar

_INTERVAL = 0.05


class Tally:
    """Bytes done of all files together. What is reported never decreases; the last is exact."""

    def __init__(self, sizes: Sequence[int | None], on_bytes: BytesSoFar) -> None:
        self._sizes = list(sizes)
        self._unknown = sum(size is None for size in sizes)
        self._known = sum(size or 0 for size in sizes)
        self._done = [0] * len(self._sizes)
        self._sum = 0
        self._reported = 0
        self._next = 0.0
        self._on_bytes = on_bytes
        self._lock = threading.Lock()

    def expect(self, index: int, total: int) -> None:
        """A server told the size of a file that was unknown."""
        with self._lock:
            if self._sizes[index] is None:
                self._sizes[index] = total
                self._unknown -= 1
                self._known += total

    def count(self, index: int, done: int) -> None:
        """File `index` has `done` bytes by now."""
        with self._lock:
            self._sum += done - self._done[index]
            self._done[index] = done
            now = time.monotonic()
            if now >= self._next:
                self._next = now + _INTERVAL
                self._report()

    def finish(self) -> None:
        """Everything is there: report it, whatever was reported just before."""
        with self._lock:
            self._unknown, self._known = 0, self._sum
            self._report()

    def _report(self) -> None:
        self._reported = max(self._reported, self._sum)
        total = None if self._unknown else max(self._known, self._reported)
        self._on_bytes(self._reported, total)
