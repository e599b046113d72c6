"""How often somebody may say something: a bucket that fills by itself, one for each sender."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

Clock = Callable[[], float]


class Allowance:
    """Lets each sender through `rate` times a second, and up to `burst` times at once.

    It remembers the latest `most` senders, so that nobody fills the memory with names.
    """

    def __init__(
        self, rate: float, burst: float, most: int = 2000, clock: Clock = time.monotonic
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, burst, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> bool:
        """Whether `sender` may say something now; if so, it counts."""
        now = self._clock()
        left, when = self._left.pop(sender, (self._burst, now))
        left = min(self._burst, left + (now - when) * self._rate)
        allowed = left >= 1
        self._left[sender] = (left - 1 if allowed else left, now)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return allowed
