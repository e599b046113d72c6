"""Follows one run and judges what it waits for, from what its steps do and what was measured."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.network.meter import Traffic
from app.core.run.limit import Backlog, Cause, Limit, Work

_WINDOW_SECONDS = 5.0
_SHORTEST_SECONDS = 0.5
_SILENT_SECONDS = 3.0
_HOLD_SECONDS = 1.5
_MOSTLY = 0.6

# What limits where nothing is fetched; the first that is at work.
_CAUSES = (
    (Work.PIP, Cause.PIP),
    (Work.INSTALLING, Cause.INSTALLER),
    (Work.LINKING, Cause.CONDA),
    (Work.SOLVING, Cause.SOLVER),
    (Work.PROVING, Cause.PROOF),
)
_OF_CONDA = {Work.INSTALLING, Work.LINKING}
_USES_NETWORK = {Work.SOLVING, Work.PIP}


@dataclass(frozen=True, slots=True)
class _Sample:
    """What was measured at one time; `counted` are bytes that are there, wherever from."""

    at: float
    traffic: Traffic
    counted: int


@dataclass
class LimitWatch:
    """Follows one run: what its steps do, what comes through the door to the network.

    Not thread-safe; the runner holds its lock.
    """

    traffic: Callable[[], Traffic]
    clock: Callable[[], float] = time.monotonic
    _works: dict[str, Work] = field(default_factory=dict)
    _backlog: Backlog = field(default_factory=Backlog)
    _counted: dict[str, int] = field(default_factory=dict)
    _samples: deque[_Sample] = field(default_factory=deque)
    _said: Limit | None = None
    _held_until: float | None = None

    def at_work(self, step: str, work: Work, backlog: Backlog | None = None) -> None:
        """A step does this now; `backlog` only comes from the step that unpacks."""
        if work is Work.FETCHING and Work.FETCHING not in self._works.values():
            self._samples.clear()
        self._works[step] = work
        if backlog is not None:
            self._backlog = backlog

    def counted(self, step: str, done: int) -> None:
        """A step has this many bytes by now."""
        self._counted[step] = done

    def ended(self, step: str) -> None:
        """A step is over."""
        self._works.pop(step, None)

    def look(self) -> Limit | None:
        """The limit of now; a new cause is believed when it has lasted for a while."""
        self._take_sample()
        found, said = self._judge(), self._said
        same = found is not None and said is not None and found.cause is said.cause
        if said is None or same or not self._works:
            self._said, self._held_until = found, None
        elif self._held_until is None:
            self._held_until = self.clock() + _HOLD_SECONDS
        elif self.clock() >= self._held_until:
            self._said, self._held_until = found, None
        return self._said

    def _take_sample(self) -> None:
        now = self.clock()
        self._samples.append(_Sample(now, self.traffic(), sum(self._counted.values())))
        while now - self._samples[0].at > _WINDOW_SECONDS and len(self._samples) > 2:
            self._samples.popleft()

    def _judge(self) -> Limit | None:
        works = set(self._works.values())
        if Work.FETCHING in works:
            return self._of_transfer(bool(works & _OF_CONDA))
        if Work.UNPACKING in works and self._backlog.archives:
            return self._of_unpacking(bool(works & _OF_CONDA))
        for work, cause in _CAUSES:
            if work in works:
                return Limit(cause, alone=not (works - {work}) & _USES_NETWORK)
        return None

    def _of_transfer(self, conda_works: bool) -> Limit | None:
        first, last = self._samples[0], self._samples[-1]
        seconds = last.at - first.at
        if seconds < _SHORTEST_SECONDS:
            return None
        received = last.traffic.received - first.traffic.received
        copied = last.traffic.copied - first.traffic.copied
        if not received and not copied:
            if last.counted > first.counted:
                return Limit(Cause.READING_AGAIN)
            return Limit(Cause.NOTHING_ARRIVES) if seconds >= _SILENT_SECONDS else None
        rate = (received + copied) / seconds
        if self._backlog.outlasts(rate):
            return self._of_unpacking(conda_works)
        if copied > received:
            return Limit(Cause.COPYING, rate, alone=not conda_works)
        writing = last.traffic.writing - first.traffic.writing
        if writing > last.traffic.waited - first.traffic.waited:
            return Limit(Cause.WRITING)
        return Limit(Cause.DOWNLOAD, rate, alone=not conda_works)

    def _of_unpacking(self, conda_works: bool) -> Limit:
        computing = self._backlog.computing >= _MOSTLY
        cause = Cause.UNPACKING_PROCESSOR if computing else Cause.UNPACKING_DISK
        return Limit(cause, archives=self._backlog.archives, alone=not conda_works)
