"""Tells a double click on a button from two presses: many people double-click everything."""

from __future__ import annotations

import time
from collections.abc import Callable

_SECONDS = 3.0  # programs that are started need as long until they are seen


class DoublePress:
    """Remembers what was asked for last, and when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: object = None
        self._at = 0.0

    def again(self, what: object) -> bool:
        """Whether the same was asked for a moment ago; what is new is remembered."""
        now = self._clock()
        if what == self._last and now - self._at < _SECONDS:
            return True
        self._last, self._at = what, now
        return False

    def forget(self) -> None:
        """It came to nothing: the next press is another try."""
        self._last = None
