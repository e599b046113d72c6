"""How fast bytes have been coming lately."""

from __future__ import annotations

from collections import deque

_SECONDS = 5.0
_STEP, _MOST = 0.25, 64


class Speed:
    """Bytes per second over the last few seconds, from counts that only grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque(maxlen=_MOST)
        self._last = float("-inf")

    def count(self, done: int, now: float) -> None:
        """There are `done` bytes by now."""
        self._last = now
        if not self._seen or now - self._seen[-1][0] >= _STEP:
            self._seen.append((now, done))

    def rate(self, done: int, now: float) -> float:
        """Bytes per second until now, where there are `done` now."""
        if now - self._last > _SECONDS:
            return 0.0
        while len(self._seen) > 1 and now - self._seen[1][0] >= _SECONDS:
            self._seen.popleft()
        when, before = self._seen[0]
        return max(0, done - before) / (now - when) if now > when else 0.0
