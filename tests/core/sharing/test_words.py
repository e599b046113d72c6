"""What the board says to do about computers that are not on their way."""

from __future__ import annotations

from app.core.proof.code import Outcome
from app.core.proof.coding import Belongs
from app.core.sharing import words
from app.core.sharing.board import Board, Row, Verdict
from app.core.sharing.messages import Phase

OTHER = Verdict("02EX-GPWE", Outcome.PASSED, Belongs.OTHER_WORKSHOP)


def test_who_is_on_the_way_needs_no_advice() -> None:
    board = Board((Row(1, "", Phase.DOWNLOADING), Row(2, "", Phase.INSTALLING)))
    assert words.advice(board) == ""


def test_only_what_there_is_is_advised_about() -> None:
    silent = Row(1, "", Phase.INSTALLING, silent=True)
    assert words.advice(Board((silent,))).startswith("Not heard of")
    failed = Row(2, "", Phase.FAILED)
    assert "what helps" in words.advice(Board((failed,)))
    assert "Not heard of" not in words.advice(Board((failed,)))


def test_every_kind_of_trouble_is_told_once() -> None:
    rows = [Row(number, "", Phase.FAILED) for number in range(3)]
    rows += [Row(number, "", Phase.READY, verdict=OTHER) for number in range(3, 6)]
    advice = words.advice(Board(tuple(rows)))
    assert advice.count("Failed") == 1
    assert advice.count("Another workshop") == 1
