"""Further connections for one big file: what each of them does.

How many there should be is the ramp's business. The bytes lie in `pieces`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from app.core.network.answer import Answer, Wanted, open_answer
from app.core.network.pieces import Piece, Pieces
from app.core.network.ramp import Ramp
from app.core.network.slots import Slots
from app.core.network.tap import Tap
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.web import Web
from app.core.network.words import Rule

SMALLEST_FILE = 16 << 20
_FAILURES = 2
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

    `count` hears how many bytes are there in all, wherever they lie. Helpers of an `urgent` file
    get connections before others.
    """

    def __init__(
        self,
        pieces: Pieces,
        line: Line,
        count: Callable[[int], None],
        urgent: bool = False,
    ) -> None:
        self.pieces = pieces
        self._line = line
        self._count = count
        self._urgent = urgent
        self._lock = threading.Lock()
        self._front = 0
        self._source: tuple[str, str] | None = None
        self._ramp = Ramp(pieces.size)
        self._helpers = 0
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
            self._ramp.seen(done)
            self._count(done)

    @property
    def left_for_each(self) -> float:
        """The bytes still to come for each of its connections: the greatest needs help most."""
        with self._lock:
            return self._ramp.left / (1 + self._helpers)

    def take_on(self) -> bool:
        """Whether another connection is likely to make it faster now; then `help` must follow."""
        with self._lock:
            if self._source is None or self._failures >= _FAILURES:
                return False
            if not self._ramp.wants_more_than(self._helpers):
                return False
            self._helpers += 1
            return True

    def help(self, tap: Tap) -> None:
        """Fetch piece after piece until there is nothing left for a further connection."""
        try:
            while self.fetch_piece(tap) and not self._in_the_way:
                tap.cancel.check()
        finally:
            with self._lock:
                self._helpers -= 1

    @property
    def _in_the_way(self) -> bool:
        return not self._urgent and self._line.slots.crowded

    def fetch_piece(self, tap: Tap) -> bool:
        """Fetch one piece; False where there is none to be had. Raises Cancelled, NoSpace."""
        if self._source is None or self._failures >= _FAILURES:
            return False
        with self._line.slots.one(tap.cancel, self._urgent):
            with self._lock:  # not before: waiting for a slot may take long
                source, front = self._source, self._front
            piece = self.pieces.claim(front) if source else None
            if piece is None or source is None:
                return False
            try:
                self._fetch(piece, source, tap)
                self._failures = 0
            except ServerTrouble:
                with self._lock:
                    self._failures += 1
            finally:
                self.pieces.release(piece)
        return True

    def _fetch(self, piece: Piece, source: tuple[str, str], tap: Tap) -> None:
        url, validator = source

        def ask() -> Answer:
            wanted = Wanted(piece.start, validator, self.pieces.size, piece.end)
            return open_answer(self._line.web, url, wanted)

        with tap.on(ask) as answer:
            if answer.claims.start != piece.start or answer.claims.encoded:
                raise ServerTrouble(Rule.RANGE, host_of(url), f"{url}: no part was sent")
            while piece.there < piece.end and (data := tap.read(_CHUNK)):
                self.pieces.append(piece, data)
                self._tell()
                if self._source != source or self._in_the_way:  # also: a better server
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
        """Help with the file that needs it most, if any wants it."""
        with self._lock:
            shared = sorted(self._shared, key=lambda one: one.left_for_each, reverse=True)
        for sharing in shared:
            if sharing.take_on():
                sharing.help(tap)
                return
