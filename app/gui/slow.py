"""Notices that the downloads of a run have been slow for a while. No Qt, no network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.core.run.events import Event, Progress, StepDone, Unit

SLOW_BYTES_PER_SECOND = 50_000.0
_WHILE_SECONDS = 15.0


@dataclass
class SlowWatch:
    """Follows a run's events; `look` says whether all downloads together crawl or stand still."""

    clock: Callable[[], float] = time.monotonic
    seconds: float = _WHILE_SECONDS
    _done: dict[str, int] = field(default_factory=dict)
    _since: tuple[float, int] | None = None
    _slow: bool = False

    def take(self, batch: Iterable[Event]) -> None:
        """Follow some events."""
        for event in batch:
            match event:
                case Progress(step, done, total, Unit.BYTES) if total is None or done < total:
                    self._done[step] = done
                case Progress(step) | StepDone(step):
                    if self._done.pop(step, None) is not None:
                        self._since = None
                case _:
                    pass

    def look(self) -> bool:
        """Whether less than 50 kB/s came over the last while; False with nothing to download."""
        if not self._done:
            self._since, self._slow = None, False
            return False
        now, came = self.clock(), sum(self._done.values())
        if self._since is None:
            self._since = (now, came)
        began, before = self._since
        if now - began >= self.seconds:
            self._slow = came - before < SLOW_BYTES_PER_SECOND * (now - began)
            self._since = (now, came)
        return self._slow
