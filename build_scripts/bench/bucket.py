"""A token bucket for asyncio: says how long to wait so that a rate is kept.

Knows bytes and a clock; what the bytes are is the server's business.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class Bucket:
    """Lets `rate` bytes per second through, at most `burst` at once; shared by whoever draws.

    Whoever asks first is served first, so connections that always ask for equal chunks share
    the rate equally.
    """

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._credit = burst / rate
        self._clock = clock
        self._paid_until = clock() - self._credit

    def wait_for(self, count: int) -> float:
        """Take `count` bytes and return the seconds after which they may go."""
        now = self._clock()
        # An idle line saves up no more than the burst.
        self._paid_until = max(self._paid_until, now - self._credit) + count / self._rate
        return max(0.0, self._paid_until - now)

    async def take(self, count: int) -> None:
        """Take `count` bytes and come back when they may go."""
        seconds = self.wait_for(count)
        if seconds > 0:
            await asyncio.sleep(seconds)
