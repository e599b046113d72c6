"""Keeps account of a room while a kit is shared: who told what, and what went out to whom.

May be asked from any thread. Computers that fetch without telling anything (a browser, conda
itself) are counted by their address; nobody's address is shown.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from app.core.plan import Workshop
from app.core.proof.code import read_code
from app.core.proof.coding import belongs
from app.core.sharing.allowance import Clock
from app.core.sharing.board import Board, Row, Verdict
from app.core.sharing.messages import Phase, Progress
from app.core.sharing.speed import Speed

SILENT_SECONDS = 30.0
_GONE_SECONDS = 60.0
_BROWSED = 1_000_000  # bytes: who has fetched more is downloading, not looking around
# A whole class may come from behind one address.
_MOST_RUNS_OF_ONE = 150
_MOST_RUNS, _MOST_VISITORS, _MOST_TROUBLES = 500, 1000, 20


@dataclass(slots=True)
class _Visitor:
    """One address, and what went out to it."""

    number: int
    seen: float
    sent: int = 0
    speed: Speed = field(default_factory=Speed)


@dataclass(slots=True)
class _Run:
    """One participant's run."""

    number: int
    address: str
    progress: Progress
    heard: float
    speed: Speed = field(default_factory=Speed)
    verdict: Verdict | None = None


class Room:
    """Everybody who came while a kit with this workshop is shared."""

    def __init__(self, workshop: Workshop, clock: Clock = time.monotonic) -> None:
        self._workshop, self._clock = workshop, clock
        self._lock = threading.Lock()
        self._visitors: dict[str, _Visitor] = {}
        self._runs: dict[str, _Run] = {}
        self._numbers, self._sent = 0, 0
        self._speed = Speed()
        self._troubles: dict[str, None] = {}

    def sent(self, address: str, count: int) -> None:
        """`count` more bytes went out to `address`."""
        now = self._clock()
        with self._lock:
            visitor = self._visitor(address, now)
            visitor.seen = now
            visitor.sent += count
            self._sent += count
            visitor.speed.count(visitor.sent, now)
            self._speed.count(self._sent, now)

    def told(self, progress: Progress, address: str) -> int | None:
        """Take a report; returns the participant's number, None where the room is full."""
        verdict = self._verdict(progress)
        now = self._clock()
        with self._lock:
            run = self._runs.get(progress.run)
            if run is None:
                if not self._has_place_for(address):
                    return None
                run = _Run(self._number_for(address), address, progress, now)
                self._runs[progress.run] = run
            run.progress, run.heard, run.address = progress, now, address
            run.verdict = verdict
            run.speed.count(progress.done, now)
            return run.number

    def _has_place_for(self, address: str) -> bool:
        """Whether one more run may be told of: nobody alone can fill the room."""
        of_address = sum(run.address == address for run in self._runs.values())
        return len(self._runs) < _MOST_RUNS and of_address < _MOST_RUNS_OF_ONE

    def trouble(self, path: str) -> None:
        """The file at `path` could not be handed out."""
        with self._lock:
            if len(self._troubles) < _MOST_TROUBLES:
                self._troubles[path] = None

    def board(self) -> Board:
        """How things are now."""
        now = self._clock()
        with self._lock:
            alone = self._addresses_of_one()
            rows = [self._row(run, run.address in alone, now) for run in self._runs.values()]
            taken = {run.address for run in self._runs.values()}
            rows += [
                _visiting(visitor, now)
                for address, visitor in self._visitors.items()
                if address not in taken and now - visitor.seen < _GONE_SECONDS
            ]
            rate = self._speed.rate(self._sent, now)
            ordered = tuple(sorted(rows, key=lambda row: row.number))
            return Board(ordered, rate, self._sent, tuple(self._troubles))

    def _visitor(self, address: str, now: float) -> _Visitor:
        visitor = self._visitors.get(address)
        if visitor is None:
            if len(self._visitors) >= _MOST_VISITORS:
                oldest = min(self._visitors, key=lambda key: self._visitors[key].seen)
                del self._visitors[oldest]
            self._numbers += 1
            visitor = self._visitors[address] = _Visitor(self._numbers, now)
        return visitor

    def _number_for(self, address: str) -> int:
        """The number of its address, unless somebody else there has it already."""
        visitor = self._visitors.get(address)
        used = {run.number for run in self._runs.values()}
        if visitor is not None and visitor.number not in used:
            return visitor.number
        self._numbers += 1
        return self._numbers

    def _addresses_of_one(self) -> set[str]:
        """Where only one run is still going on: what goes there is for it."""
        going = [run.address for run in self._runs.values() if not run.progress.phase.over]
        return {address for address in going if going.count(address) == 1}

    def _verdict(self, progress: Progress) -> Verdict | None:
        if not progress.code or not progress.phase.over:
            return None
        code = read_code(progress.code)
        return Verdict(code.text, code.outcome, belongs(code, self._workshop))

    def _row(self, run: _Run, alone: bool, now: float) -> Row:
        progress = run.progress
        visitor = self._visitors.get(run.address)
        if progress.phase.over:
            rate = 0.0
        elif alone and visitor is not None:
            rate = visitor.speed.rate(visitor.sent, now)
        else:  # several behind one address: by what each of them says
            rate = run.speed.rate(progress.done, now)
        return Row(
            number=run.number,
            name=progress.name,
            phase=progress.phase,
            rate=rate,
            fraction=progress.done / progress.total if progress.total else None,
            verdict=run.verdict,
            silent=not progress.phase.over and now - run.heard > SILENT_SECONDS,
        )


def _visiting(visitor: _Visitor, now: float) -> Row:
    phase = Phase.DOWNLOADING if visitor.sent > _BROWSED else Phase.CONNECTING
    return Row(visitor.number, "", phase, visitor.speed.rate(visitor.sent, now))
