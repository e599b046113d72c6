"""How far a run is and how long it will take, from what its steps have measured.

Only counted work moves the overall bar; a step that cannot count adds its weight when it is done.
Emitting is the runner's business.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.core.run.events import Progress, Unit
from app.core.run.step import Step

_RATE_WINDOW_SECONDS = 5.0
_SHORTEST_SECONDS = 0.2
_SHORTEST_STEP = 0.5
_LEAST_PART = 0.1
_MAX_SCALE = 6.0


@dataclass
class _Track:
    """What is known about one step while the run goes on."""

    step: Step
    state: str = "waiting"
    started: float = 0.0
    seconds: float = 0.0
    done: int = 0
    total: int | None = None
    unit: Unit = Unit.NOTHING
    loaded: bool = False
    idle: bool = False
    detail: str = ""
    samples: deque[tuple[float, int]] = field(default_factory=deque)

    @property
    def weight(self) -> float:
        return 0.0 if self.idle else self.step.weight

    def fraction(self) -> float:
        if self.state == "done":
            return 1.0
        if self.state == "running" and self.total:
            return min(1.0, self.done / self.total)
        return 0.0

    def rate(self, now: float) -> float | None:
        """Units per second until now: it falls while nothing arrives."""
        if len(self.samples) < 2:
            return None
        (first, before), (_last, after) = self.samples[0], self.samples[-1]
        return (after - before) / (now - first) if now - first > _SHORTEST_SECONDS else None


class Pace:
    """Tracks all steps of one run; not thread-safe, the runner holds its lock."""

    def __init__(self, steps: Sequence[Step], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tracks = {step.name: _Track(step) for step in steps}
        self._overall = 0.0

    def expect_nothing(self, name: str) -> None:
        """A step will most likely find nothing to do: it counts for nothing until it starts."""
        self._tracks[name].idle = True

    def started(self, name: str) -> None:
        """A step began."""
        track = self._tracks[name]
        track.idle = False
        track.state, track.started = "running", self._clock()

    def is_running(self, name: str) -> bool:
        """Whether a step has begun and not ended."""
        return self._tracks[name].state == "running"

    def ended(self, name: str, skipped: bool = False) -> float:
        """A step is done or had nothing to do; returns its seconds."""
        track = self._tracks[name]
        track.seconds = 0.0 if skipped else self._clock() - track.started
        track.state = "done"
        return track.seconds

    def counted(self, name: str, done: int, total: int | None, unit: Unit, detail: str) -> None:
        """A step said how far it is; a new total or unit begins a new measurement."""
        track = self._tracks[name]
        if (total, unit) != (track.total, track.unit) or done < track.done:
            track.samples.clear()
        track.done, track.total, track.unit, track.detail = done, total, unit, detail
        track.loaded = track.loaded or unit is Unit.BYTES
        now = self._clock()
        track.samples.append((now, done))
        while now - track.samples[0][0] > _RATE_WINDOW_SECONDS and len(track.samples) > 2:
            track.samples.popleft()

    def progress(self, name: str) -> Progress:
        """The event that tells how far the step and the whole run are."""
        track = self._tracks[name]
        return Progress(
            step=name,
            done=track.done,
            total=track.total,
            unit=track.unit,
            detail=track.detail,
            elapsed=self._clock() - track.started,
            overall=self.overall(),
            rate=track.rate(self._clock()),
            seconds_left=self.seconds_left(),
        )

    def overall(self) -> float:
        """The part of all weights that is done, from 0 to 1; it never goes backwards."""
        total = sum(track.weight for track in self._tracks.values())
        done = sum(track.weight * track.fraction() for track in self._tracks.values())
        self._overall = max(self._overall, done / total if total else 0.0)
        return self._overall

    def seconds_left(self) -> float | None:
        """How long the longest chain of waiting work will take; None before anything was measured.

        A download is judged by its rate, other work by its weight, scaled by how fast this
        computer has been with the steps that are done, and more and more by its own count.
        """
        finished = [track for track in self._tracks.values() if track.seconds > _SHORTEST_STEP]
        running = [track for track in self._tracks.values() if track.state == "running"]
        measured = any(track.rate(self._clock()) for track in running)
        if not finished and not measured:
            return None
        scale = _scale(finished)
        ends: dict[str, float] = {}
        for name in self._tracks:
            self._end_of(name, scale, ends)
        return max(ends.values(), default=0.0)

    def _end_of(self, name: str, scale: float, ends: dict[str, float]) -> float:
        if name not in ends:
            track = self._tracks[name]
            before = [self._end_of(other, scale, ends) for other in _known(track, self._tracks)]
            ends[name] = max(before, default=0.0) + self._left(track, scale)
        return ends[name]

    def _left(self, track: _Track, scale: float) -> float:
        if track.state == "done":
            return 0.0
        expected = track.weight * scale
        if track.state == "waiting":
            return expected
        now = self._clock()
        rate = track.rate(now)
        if track.unit is Unit.BYTES and track.total and rate:
            return max(0, track.total - track.done) / rate
        elapsed, done = now - track.started, track.fraction()
        if track.step.beside:  # it has waited for the others: how long it took says nothing
            return expected * max(_LEAST_PART, 1 - done)
        by_weight = max(expected * _LEAST_PART * (1 - done), expected - elapsed)
        if not done:
            return by_weight
        # Counted pieces are unequal: the further the count, the more it is believed.
        by_count = elapsed * (1 - done) / done
        believed = done**3
        return believed * by_count + (1 - believed) * by_weight


def _known(track: _Track, tracks: dict[str, _Track]) -> list[str]:
    return [name for name in (*track.step.after, *track.step.beside) if name in tracks]


def _scale(finished: list[_Track]) -> float:
    """How slow this computer is; how long a download took, or waiting for one, tells nothing."""
    finished = [track for track in finished if not (track.loaded or track.step.beside)]
    expected = sum(track.step.weight for track in finished)
    actual = sum(track.seconds for track in finished)
    return min(_MAX_SCALE, max(1 / _MAX_SCALE, actual / expected)) if expected else 1.0
