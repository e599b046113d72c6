"""How fast bytes have been coming lately."""

from __future__ import annotations

from collections import deque

_SECONDS = 5.0
_STEP = 0.25


class Speed:
    """Bytes per second over the last few seconds, from counts that only grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def count(self, done: int, now: float) -> None:
        """There are `done` bytes by now."""
        if self._seen and now - self._seen[-1][0] < _STEP:
            return
        self._seen.append((now, done))
        self._forget(now)

    def rate(self, done: int, now: float) -> float:
        """Bytes per second until now, where there are `done` now."""
        self._forget(now)
        if not self._seen:
            return 0.0
        when, before = self._seen[0]
        return max(0, done - before) / (now - when) if now > when else 0.0

    def _forget(self, now: float) -> None:
        while len(self._seen) > 1 and now - self._seen[1][0] >= _SECONDS:
            self._seen.popleft()
