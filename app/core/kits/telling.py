"""How the making and checking of a kit speak: the same events as a run."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.run.events import Event, Line, Progress, StepDone, StepStarted, Stream, Unit

Emit = Callable[[Event], None]

_EVERY_SECONDS = 0.1
_RATE_SECONDS = 5.0


class Telling:
    """Turns what is done into events; `parts` says how much of the whole each step is."""

    def __init__(self, emit: Emit, parts: dict[str, float]) -> None:
        self._emit = emit
        self._parts = parts
        self._before = 0.0
        self._step = ""
        self._started = self._told = 0.0
        self._samples: deque[tuple[float, int]] = deque()

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[None]:
        """Within it, `name` is at work."""
        self._step, self._started, self._told = name, time.monotonic(), 0.0
        self._samples.clear()
        self._emit(StepStarted(name, title))
        yield
        self._before += self._parts[name]
        self._emit(StepDone(name, time.monotonic() - self._started))

    def line(self, text: str) -> None:
        """Say one line."""
        self._emit(Line(self._step, text, Stream.NOTE))

    def bytes(self, done: int, total: int | None) -> None:
        """Say how many bytes are there; called as often as one likes, from one thread."""
        now = time.monotonic()
        if now - self._told < _EVERY_SECONDS and done != total:
            return
        self._told = now
        self._samples.append((now, done))
        while now - self._samples[0][0] > _RATE_SECONDS:
            self._samples.popleft()
        (first, before), rate = self._samples[0], None
        if now > first:
            rate = (done - before) / (now - first)
        fraction = done / total if total else 0.0
        overall = (self._before + self._parts[self._step] * fraction) / sum(self._parts.values())
        left = (total - done) / rate if total and rate else None
        elapsed = now - self._started
        self._emit(Progress(self._step, done, total, Unit.BYTES, "", elapsed, overall, rate, left))
