"""How many further connections one file gets: more, as long as more made it faster.

Which part of the file each of them fetches is decided elsewhere.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WORTHWHILE = 4 << 20
_FAST = 12_000_000.0
_LOOK_SECONDS = 0.3
_TRY_AGAIN_SECONDS = 10.0
_GAIN = 1.1


class Ramp:
    """Watches one file grow; a line that is good with one connection gets no second one.

    On others it allows 3 helpers, then 9: the best number is found within a second, where adding
    one by one would take longer than many a file (packaging §8c).
    """

    def __init__(self, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()
        self._allowed = 0
        self._grown_at, self._grown_rate = float("-inf"), 0.0

    def seen(self, done: int) -> None:
        """So many bytes are there now."""
        now = self._clock()
        self._samples.append((now, done))
        while now - self._samples[0][0] > _LOOK_SECONDS:
            self._samples.popleft()

    @property
    def left(self) -> int:
        """The bytes that are still to come."""
        return self._size - (self._samples[-1][1] if self._samples else 0)

    def wants_more_than(self, helpers: int) -> bool:
        """Whether one more beside these helpers is likely to make it faster now."""
        if len(self._samples) < 2 or self.left < _WORTHWHILE:
            return False
        now, (first, before), (last, after) = self._clock(), self._samples[0], self._samples[-1]
        if last - first < _LOOK_SECONDS / 2:
            return False
        rate, since = (after - before) / (now - first), now - self._grown_at
        if rate > _FAST:
            return False
        if helpers >= self._allowed and (
            since > _TRY_AGAIN_SECONDS
            or (since > _LOOK_SECONDS and rate > _GAIN * self._grown_rate)
        ):
            self._allowed = 2 * self._allowed + 3
            self._grown_at, self._grown_rate = now, rate
        return helpers < self._allowed
