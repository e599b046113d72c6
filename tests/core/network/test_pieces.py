"""Who fetches which part: never two the same, never none, and a killed run loses nothing."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.file_to_fetch import FileToFetch
from app.core.network.partial import Partial
from app.core.network.pieces import Piece, Pieces, kept_pieces

CONTENT = random.Random(3).randbytes(30 << 20)


@pytest.fixture
def partial(tmp_path: Path) -> Partial:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    made = Partial(tmp_path, FileToFetch(("http://h/f",), tmp_path / "f", len(CONTENT), sha256))
    made.open(Cancel())
    return made


def fill(piece: Piece, count: int | None = None) -> None:
    end = piece.end if count is None else piece.start + count
    piece.write(CONTENT[piece.there : end])


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_work_ends_in_the_whole_file(partial: Partial, seed: int) -> None:
    """Some pieces are finished, some break off, some are dropped, the front goes on meanwhile."""
    chance, pieces = random.Random(seed), Pieces(partial.path, len(CONTENT))
    working: list[Piece] = []
    front = [0]

    def moved() -> None:
        front[0] = partial.done

    while partial.done < len(CONTENT):
        piece = pieces.claim(front[0]) if chance.random() < 0.5 else None
        if piece:
            assert all(p.end <= piece.start or piece.end <= p.start for p in working)
            working.append(piece)
        if working and chance.random() < 0.6:
            done = working.pop(chance.randrange(len(working)))
            if chance.random() < 0.8:
                fill(done, None if chance.random() < 0.6 else chance.randrange(1, 500_000))
            pieces.release(done)
        if not pieces.is_awaited(partial.done):
            end = min(pieces.limit(partial.done), partial.done + chance.randrange(1, 1 << 20))
            partial.append(CONTENT[partial.done : end])
            moved()
        pieces.absorb(partial, Cancel(), moved)
        assert pieces.beyond(partial.done) <= len(CONTENT) - partial.done
    assert partial.is_genuine()
    partial.close()


def test_what_is_absorbed_is_never_free_for_a_moment(partial: Partial) -> None:
    pieces = Pieces(partial.path, len(CONTENT))
    piece = pieces.claim(0)
    assert piece is not None
    fill(piece)
    pieces.release(piece)
    partial.append(CONTENT[: piece.start])
    seen: list[Piece | None] = []

    def moved() -> None:
        assert partial.done == piece.end
        seen.append(pieces.claim(partial.done))

    pieces.absorb(partial, Cancel(), moved)
    (other,) = seen
    assert other is not None
    assert other.start > piece.end
    partial.close()


def test_a_piece_left_by_a_killed_run_counts_from_where_the_partial_ends(
    partial: Partial, tmp_path: Path
) -> None:
    """It may even have been killed while the piece was being appended."""
    (tmp_path / f"{partial.path.stem}.piece-1000").write_bytes(CONTENT[1000:5000])
    partial.append(CONTENT[:3000])
    pieces = Pieces(partial.path, len(CONTENT))
    assert pieces.beyond(partial.done) == 2000
    pieces.absorb(partial, Cancel(), lambda: None)
    assert partial.done == 5000
    assert kept_pieces(partial.path) == []
    partial.close()


def test_a_small_rest_is_not_divided(partial: Partial) -> None:
    pieces = Pieces(partial.path, len(CONTENT))
    assert pieces.claim(len(CONTENT) - (1 << 20)) is None
    partial.close()
