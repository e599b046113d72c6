"""The account of a room: who is how far, by what was told and by what went out."""

from __future__ import annotations

import pytest

from app.core.plan import Workshop
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import Belongs, workshop_mark
from app.core.sharing import words
from app.core.sharing.allowance import Allowance
from app.core.sharing.messages import Phase, Progress
from app.core.sharing.room import SILENT_SECONDS, Room
from app.core.workshops.lock_file import LockFile
from tests.fakes.clock import Clock

WORKSHOP = Workshop(title="Course", packages=("numpy",), lock=LockFile())
ONE, TWO = "1" * 32, "2" * 32
HERE, THERE = "192.168.1.5", "192.168.1.6"
MB = 1_000_000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock) -> Room:
    return Room(WORKSHOP, clock)


def code(outcome: Outcome = Outcome.PASSED, workshop: Workshop = WORKSHOP) -> str:
    return ProofCode(outcome, workshop_mark(workshop), 0).text


def test_at_first_nobody_is_there(room: Room) -> None:
    assert room.board().rows == ()
    assert words.summary(room.board()) == "Nobody has joined yet."


def test_the_speed_is_measured_by_what_went_out(room: Room, clock: Clock) -> None:
    room.told(Progress(ONE, Phase.DOWNLOADING, 0, 100 * MB), HERE)
    for _second in range(10):
        room.sent(HERE, 2 * MB)
        clock.now += 1
    (row,) = room.board().rows
    assert row.rate == pytest.approx(2 * MB, rel=0.3)
    assert room.board().rate == pytest.approx(2 * MB, rel=0.3)
    clock.now += 20
    (row,) = room.board().rows
    assert row.rate == 0


def test_several_behind_one_address_are_told_apart(room: Room, clock: Clock) -> None:
    for second in range(10):
        room.told(Progress(ONE, Phase.DOWNLOADING, second * MB, 100 * MB), HERE)
        room.told(Progress(TWO, Phase.DOWNLOADING, second * 3 * MB, 100 * MB), HERE)
        room.sent(HERE, 4 * MB)
        clock.now += 1
    first, second_row = room.board().rows
    assert first.rate == pytest.approx(1 * MB, rel=0.3)
    assert second_row.rate == pytest.approx(3 * MB, rel=0.3)
    assert {first.number, second_row.number} == {1, 2}


def test_one_that_only_fetches_is_seen_and_goes(room: Room, clock: Clock) -> None:
    room.sent(THERE, 3000)
    assert [row.phase for row in room.board().rows] == [Phase.CONNECTING]
    room.sent(THERE, 5 * MB)
    assert [row.phase for row in room.board().rows] == [Phase.DOWNLOADING]
    number = room.told(Progress(ONE, Phase.CONNECTING), THERE)
    assert [row.number for row in room.board().rows] == [number] == [1]
    clock.now += 100
    assert len(room.board().rows) == 1


def test_a_proof_of_this_workshop_turns_the_row_green(room: Room) -> None:
    room.told(Progress(ONE, Phase.INSTALLING, 5, 5), HERE)
    assert not room.board().rows[0].green
    room.told(Progress(ONE, Phase.READY, 5, 5, code()), HERE)
    (row,) = room.board().rows
    assert row.green
    assert room.board().green == 1
    assert words.state_text(row) == "ready and proven"


def test_a_failed_proof_shows_which_part(room: Room) -> None:
    room.told(Progress(ONE, Phase.FAILED, code=code(Outcome.KERNEL)), HERE)
    (row,) = room.board().rows
    assert not row.green
    assert row.verdict is not None
    assert row.verdict.outcome is Outcome.KERNEL
    assert words.state_text(row).startswith("failed: ")
    assert words.row_text(row).startswith("✗ Computer 1")


def test_a_proof_of_another_workshop_is_recognised(room: Room) -> None:
    other = code(workshop=Workshop(title="Another"))
    room.told(Progress(ONE, Phase.READY, code=other), HERE)
    (row,) = room.board().rows
    assert not row.green
    assert row.verdict is not None
    assert row.verdict.belongs is Belongs.OTHER_WORKSHOP
    assert words.state_text(row) == "ready, but for another workshop"


def test_one_that_went_silent_is_marked_until_it_speaks_again(room: Room, clock: Clock) -> None:
    room.told(Progress(ONE, Phase.INSTALLING, 1, 2, name="Ada"), HERE)
    room.told(Progress(TWO, Phase.READY, 2, 2, code()), THERE)
    clock.now += SILENT_SECONDS + 1
    quiet, ready = room.board().rows
    assert quiet.silent
    assert not ready.silent
    assert words.row_text(quiet).startswith("! Ada (1): not heard of")
    room.told(Progress(ONE, Phase.INSTALLING, 1, 2, name="Ada"), HERE)
    assert not room.board().rows[0].silent


def test_who_tries_again_is_the_same(room: Room) -> None:
    room.told(Progress(ONE, Phase.FAILED, code=code(Outcome.PIP)), HERE)
    room.told(Progress(ONE, Phase.CONNECTING), HERE)
    (row,) = room.board().rows
    assert (row.phase, row.verdict) == (Phase.CONNECTING, None)


def test_it_does_not_fill_the_memory(room: Room) -> None:
    taken = [room.told(Progress(f"{n:032x}", Phase.CONNECTING), HERE) for n in range(2000)]
    assert None in taken
    for number in range(3000):
        room.sent(f"10.0.{number // 256}.{number % 256}", 1)
        room.trouble(f"file {number}")
    board = room.board()
    assert len(board.rows) <= 1500
    assert len(board.troubles) <= 20


def test_an_allowance_fills_again(clock: Clock) -> None:
    allowance = Allowance(2, 4, most=3, clock=clock)
    assert [allowance.take("a") for _ in range(6)] == [True] * 4 + [False] * 2
    assert allowance.take("b")
    clock.now += 1
    assert [allowance.take("a") for _ in range(3)] == [True, True, False]


def test_nobody_alone_can_fill_the_room(room: Room) -> None:
    for number in range(600):
        room.told(Progress(f"{number:032x}", Phase.CONNECTING), HERE)
    assert room.told(Progress("f" * 32, Phase.CONNECTING), HERE) is None
    assert room.told(Progress("e" * 32, Phase.CONNECTING), THERE) is not None
