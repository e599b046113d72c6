"""Pieces of one big file that further connections fetch ahead, and where each one lies.

A piece is a file of its own beside the partial, named by its start, so that a killed run loses
nothing: what it holds is true whatever else happened. Fetching is `sharing`'s business.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.network.partial import Partial

_SMALLEST = 1 << 20
_LARGEST = 16 << 20
_PARTS = 8
_CHUNK = 1 << 20


@dataclass
class Piece:
    """Bytes `start` to `end` of the file, `done` of which are in `path`."""

    path: Path
    start: int
    end: int
    done: int = 0
    active: bool = True
    handle: FileIO | None = None

    @property
    def there(self) -> int:
        """Up to where it holds bytes."""
        return self.start + self.done

    def write(self, data: bytes) -> None:
        """Keep the next bytes. Raises NoSpace, PlanInvalid."""
        view = memoryview(data)
        with writing(self.path):
            if self.handle is None:
                self.handle = FileIO(self.path, "ab")
            while view:
                written = self.handle.write(view) or 0
                self.done += written
                view = view[written:]

    def close(self) -> None:
        """Nothing more will come."""
        if self.handle is not None:
            self.handle.close()
            self.handle = None


class Pieces:
    """The pieces of one partial file of known size; used from several threads."""

    def __init__(self, partial: Path, size: int) -> None:
        self._partial = partial
        self.size = size
        self._lock = threading.Lock()
        self._pieces = [_kept(path) for path in kept_pieces(partial)]

    def claim(self, front: int) -> Piece | None:
        """A part that nobody fetches, for a further connection; None where little is left.

        `front` is where the first connection is; some way ahead of it stays its own. Where all is
        taken, half of what is left of the longest part is taken over: nobody waits for the
        slowest connection at the end of a file.
        """
        with self._lock:
            length = min(_LARGEST, max(_SMALLEST, (self.size - front) // _PARTS))
            for start, end in self._gaps(front):
                begin = start
                if start == front:
                    begin = start + max(_SMALLEST, min(length, (end - start) // 2))
                if end - begin >= _SMALLEST or (begin == start and end > begin):
                    return self._new(begin, min(end, begin + length))
            return self._half_of_the_longest()

    def _half_of_the_longest(self) -> Piece | None:
        under_way = [piece for piece in self._pieces if piece.active]
        longest = max(under_way, key=lambda piece: piece.end - piece.there, default=None)
        if longest is None or longest.end - longest.there < _SMALLEST:
            return None
        middle, end = (longest.there + longest.end) // 2, longest.end
        longest.end = middle
        return self._new(middle, end)

    def append(self, piece: Piece, data: bytes) -> None:
        """Keep the next bytes of a piece, up to its end. Raises NoSpace, PlanInvalid."""
        with self._lock:
            if wanted := data[: piece.end - piece.there]:
                piece.write(wanted)

    def _new(self, start: int, end: int) -> Piece:
        piece = Piece(self._partial.with_suffix(f".piece-{start}"), start, end)
        self._pieces.append(piece)
        return piece

    def _gaps(self, front: int) -> list[tuple[int, int]]:
        """What is neither there nor on its way, in order, from `front` on."""
        gaps, position = [], front
        for piece in sorted(self._pieces, key=lambda piece: piece.start):
            if piece.start > position:
                gaps.append((position, piece.start))
            position = max(position, piece.end)
        return [*gaps, (position, self.size)] if position < self.size else gaps

    def release(self, piece: Piece) -> None:
        """Nobody works at it any more: it is what it holds."""
        with self._lock:
            piece.close()
            piece.end, piece.active = piece.there, False
            if not piece.done and piece in self._pieces:
                self._pieces.remove(piece)

    def limit(self, front: int) -> int:
        """Up to where the first connection may go on: the next piece, or the end."""
        with self._lock:
            ahead = [piece.start for piece in self._pieces if piece.end > front]
            return max(front, min(ahead, default=self.size))

    def beyond(self, front: int) -> int:
        """The bytes in pieces that are not in the partial yet."""
        with self._lock:
            return sum(max(0, piece.there - max(front, piece.start)) for piece in self._pieces)

    def is_awaited(self, front: int) -> bool:
        """Whether what comes next is on its way over another connection."""
        with self._lock:
            return any(p.active and p.start <= front < p.end for p in self._pieces)

    @property
    def active(self) -> bool:
        """Whether anybody works at a piece."""
        with self._lock:
            return any(piece.active for piece in self._pieces)

    def absorb(self, partial: Partial, cancel: Cancel, moved: Callable[[], None]) -> None:
        """Append every piece that comes next to the partial. Raises Cancelled, NoSpace.

        `moved` makes the new front known before a piece is forgotten: else the place where it was
        would look like one that nobody has fetched.
        """
        while piece := self._next(partial.done):
            with piece.path.open("rb") as file:
                file.seek(partial.done - piece.start)
                while data := file.read(min(_CHUNK, piece.end - partial.done)):
                    cancel.check()
                    partial.append(data)
            moved()
            self._forget(piece)

    def _next(self, front: int) -> Piece | None:
        with self._lock:
            ready = [p for p in self._pieces if not p.active and p.start <= front]
        for piece in ready:
            if piece.end > front:
                return piece
            self._forget(piece)
        return None

    def _forget(self, piece: Piece) -> None:
        with self._lock:
            self._pieces.remove(piece)
        piece.path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all pieces: they are in the partial, or not genuine. Nobody may be at work."""
        for piece in list(self._pieces):
            self._forget(piece)


def kept_pieces(partial: Path) -> list[Path]:
    """The files of pieces beside a partial."""
    return list(partial.parent.glob(f"{partial.stem}.piece-*"))


def _kept(path: Path) -> Piece:
    start, size = int(path.suffix.removeprefix(".piece-")), path.stat().st_size
    return Piece(path, start, start + size, size, active=False)
