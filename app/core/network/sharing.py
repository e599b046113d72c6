"""When one big file gets more than one connection, and what a further connection does.

Connections are added one by one, only while the line is slow and each one made it faster
(packaging §8): a good line is full with one. The bytes lie in `pieces`.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from app.core.network.answer import Answer, Wanted, open_answer
from app.core.network.pieces import Piece, Pieces
from app.core.network.slots import Slots
from app.core.network.tap import Tap
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.web import Web
from app.core.network.words import Rule

SMALLEST_FILE = 16 << 20
_WORTHWHILE = 4 << 20
_FAST = 12_000_000.0
_LOOK_SECONDS = 0.6
_TRY_AGAIN_SECONDS = 10.0
_GAIN = 1.1
_FAILURES = 3
_GAINED = 64 * 1024
_CHUNK = 1 << 20


class Line(Protocol):
    """What all connections share."""

    @property
    def web(self) -> Web: ...
    @property
    def slots(self) -> Slots: ...


class Sharing:
    """One big file that idle connections may help with.

    `count` hears how many bytes are there in all, wherever they lie.
    """

    def __init__(self, pieces: Pieces, size: int, line: Line, count: Callable[[int], None]) -> None:
        self.pieces = pieces
        self._size = size
        self._line = line
        self._count = count
        self._lock = threading.Lock()
        self._front = 0
        self._source: tuple[str, str] | None = None
        self._samples: deque[tuple[float, int]] = deque()
        self._joined_at, self._joined_rate = 0.0, 0.0
        self._failures = 0

    def came_from(self, url: str, validator: str) -> None:
        """The first connection has an answer from `url`: others may ask there too."""
        with self._lock:
            self._source = (url, validator) if url.startswith("http") else None

    def stop(self) -> None:
        """No further help: the file is there, or the attempt over."""
        with self._lock:
            self._source = None

    def moved(self, front: int) -> None:
        """The first connection is at `front`."""
        with self._lock:
            self._front = front
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            done = self._front + self.pieces.beyond(self._front)
            now = time.monotonic()
            self._samples.append((now, done))
            while now - self._samples[0][0] > _LOOK_SECONDS:
                self._samples.popleft()
            self._count(done)

    def wants_help(self) -> bool:
        """Whether another connection is likely to make it faster now."""
        with self._lock:
            now = time.monotonic()
            if self._source is None or self._failures >= _FAILURES or len(self._samples) < 2:
                return False
            (first, before), (last, after) = self._samples[0], self._samples[-1]
            if last - first < _LOOK_SECONDS / 2 or self._size - after < _WORTHWHILE:
                return False
            rate, since = (after - before) / (now - first), now - self._joined_at
            gained = since > _LOOK_SECONDS and rate > _GAIN * self._joined_rate
            if rate > _FAST or not (gained or since > _TRY_AGAIN_SECONDS):
                return False
            self._joined_at, self._joined_rate = now, rate
            return True

    def help(self, tap: Tap) -> None:
        """Fetch piece after piece until there is nothing left for a further connection."""
        while self.fetch_piece(tap):
            tap.cancel.check()

    def fetch_piece(self, tap: Tap) -> bool:
        """Fetch one piece; False where there is none to be had. Raises Cancelled, NoSpace."""
        with self._lock:
            source, front = self._source, self._front
        piece = self.pieces.claim(front) if source and self._failures < _FAILURES else None
        if piece is None or source is None:
            return False
        try:
            with self._line.slots.one(tap.cancel):
                self._fetch(piece, source, tap)
        except ServerTrouble:
            with self._lock:
                self._failures += 1
        finally:
            self.pieces.release(piece)
        return True

    def _fetch(self, piece: Piece, source: tuple[str, str], tap: Tap) -> None:
        url, validator = source

        def ask() -> Answer:
            wanted = Wanted(piece.start, validator, self._size, piece.end)
            return open_answer(self._line.web, url, wanted)

        with tap.on(ask) as answer:
            if answer.claims.start != piece.start or answer.claims.encoded:
                raise ServerTrouble(Rule.RANGE, host_of(url), f"{url}: no part was sent")
            while piece.there < piece.end and (data := tap.read(_CHUNK)):
                piece.append(data[: piece.end - piece.there])
                self._tell()
                if self._source is None:
                    return
        if piece.there < piece.end and piece.done < _GAINED:
            text = f"{url}: {piece.done} of {piece.end - piece.start} bytes"
            raise ServerTrouble(Rule.CUT, host_of(url), text)


class Board:
    """The files that would welcome help, for connections that have nothing else to do."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shared: list[Sharing] = []

    def put(self, sharing: Sharing) -> None:
        """Offer a file."""
        with self._lock:
            self._shared.append(sharing)

    def take_down(self, sharing: Sharing) -> None:
        """The file needs no more help."""
        with self._lock:
            self._shared = [other for other in self._shared if other is not sharing]

    def help(self, tap: Tap) -> None:
        """Help with the first file that wants it, if any."""
        with self._lock:
            shared = list(self._shared)
        for sharing in shared:
            if sharing.wants_help():
                sharing.help(tap)
                return
