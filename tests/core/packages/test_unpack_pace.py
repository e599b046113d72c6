"""The backlog of unpacking: what waits, and how fast it goes while something waits."""

from __future__ import annotations

import pytest

from app.core.packages.unpack_pace import UnpackPace
from tests.fakes.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_arrived_waits_until_it_is_done(clock: Clock) -> None:
    pace = UnpackPace(clock)
    pace.arrived("a", 10)
    pace.arrived("b", 20)
    assert (pace.backlog(None).archives, pace.backlog(None).bytes) == (2, 30)
    pace.done("a", 0.0)
    backlog = pace.backlog(7)
    assert (backlog.archives, backlog.bytes, backlog.to_come) == (1, 20, 7)


def test_speed_is_measured_from_the_first_one_on_and_only_while_something_waits(
    clock: Clock,
) -> None:
    pace = UnpackPace(clock)
    pace.arrived("slow start", 1000)
    clock.now += 9
    pace.done("slow start", 1.0)
    assert pace.backlog(0).rate is None
    clock.now += 60  # nothing waits
    pace.arrived("b", 300)
    clock.now += 3
    pace.done("b", 2.5)
    backlog = pace.backlog(0)
    assert backlog.rate == pytest.approx(100)
    assert backlog.computing == pytest.approx(0.5)
