"""Rates, overall progress and time left, on a clock that the test turns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.core.run.events import Unit
from app.core.run.pace import Pace
from app.core.run.step import Context, Step
from tests.fakes.clock import Clock


@dataclass(frozen=True)
class Plain(Step):
    """A step that is only a name and a weight."""

    name: str
    weight: float = 10.0
    after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.name

    def run(self, ctx: Context) -> None:
        """Nothing is run here: only its pace is told."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_rate_is_measured_over_the_last_seconds(clock: Clock) -> None:
    pace = Pace([Plain("a")], clock)
    pace.started("a")
    for second in range(11):
        pace.counted("a", second * 50, 1000, Unit.BYTES, "")
        clock.now += 1
    clock.now -= 1
    progress = pace.progress("a")
    assert progress.rate == pytest.approx(50)
    assert progress.seconds_left == pytest.approx(10)
    assert progress.elapsed == 10


def test_a_stalled_download_does_not_keep_its_speed(clock: Clock) -> None:
    pace = Pace([Plain("a")], clock)
    pace.started("a")
    pace.counted("a", 0, 1000, Unit.BYTES, "")
    clock.now += 1
    pace.counted("a", 500, 1000, Unit.BYTES, "")
    assert pace.progress("a").rate == pytest.approx(500)
    clock.now += 99
    assert pace.progress("a").rate == pytest.approx(5)
    left = pace.seconds_left()
    assert left is not None
    assert left == pytest.approx(100)


def test_a_new_total_begins_a_new_measurement(clock: Clock) -> None:
    pace = Pace([Plain("a")], clock)
    pace.started("a")
    pace.counted("a", 0, 1000, Unit.BYTES, "")
    clock.now += 1
    pace.counted("a", 900, 1000, Unit.BYTES, "")
    pace.counted("a", 0, 10, Unit.PACKAGES, "")
    assert pace.progress("a").rate is None


def test_overall_counts_weights_and_never_goes_back(clock: Clock) -> None:
    pace = Pace([Plain("a", 30), Plain("b", 10)], clock)
    assert pace.overall() == 0
    pace.started("a")
    pace.counted("a", 5, 10, Unit.FILES, "")
    assert pace.overall() == pytest.approx(0.375)
    pace.counted("a", 0, 20, Unit.FILES, "")
    assert pace.overall() == pytest.approx(0.375)
    pace.ended("a")
    pace.ended("b", skipped=True)
    assert pace.overall() == 1.0


def test_what_cannot_be_counted_moves_nothing_until_it_is_done(clock: Clock) -> None:
    pace = Pace([Plain("a"), Plain("b")], clock)
    pace.started("a")
    pace.counted("a", 7, None, Unit.PACKAGES, "")
    assert pace.overall() == 0
    assert pace.is_running("a")
    pace.ended("a")
    assert pace.overall() == 0.5
    assert not pace.is_running("a")


def test_nothing_is_promised_before_anything_was_measured(clock: Clock) -> None:
    pace = Pace([Plain("a"), Plain("b")], clock)
    assert pace.seconds_left() is None
    pace.started("a")
    clock.now += 5
    assert pace.seconds_left() is None


def test_time_left_is_that_of_the_longest_chain(clock: Clock) -> None:
    steps = [Plain("first", 2), Plain("long", 20, ("first",)), Plain("short", 5, ("first",))]
    pace = Pace(steps, clock)
    pace.started("first")
    clock.now += 2
    pace.ended("first")
    assert pace.seconds_left() == pytest.approx(20)


def test_a_slow_computer_is_believed_but_only_up_to_a_point(clock: Clock) -> None:
    pace = Pace([Plain("first", 1), Plain("next", 10, ("first",))], clock)
    pace.started("first")
    clock.now += 3
    pace.ended("first")
    assert pace.seconds_left() == pytest.approx(30)
    slower = Pace([Plain("first", 1), Plain("next", 10, ("first",))], clock)
    slower.started("first")
    clock.now += 1000
    slower.ended("first")
    assert slower.seconds_left() == pytest.approx(60)


def test_a_step_over_its_time_is_still_expected_to_take_a_little(clock: Clock) -> None:
    pace = Pace([Plain("a", 1), Plain("b", 10)], clock)
    pace.started("a")
    clock.now += 1
    pace.ended("a")
    pace.started("b")
    clock.now += 500
    assert pace.seconds_left() == pytest.approx(1)


def test_a_quick_download_does_not_make_a_quick_computer(clock: Clock) -> None:
    pace = Pace([Plain("load", 30), Plain("work", 10, ("load",))], clock)
    pace.started("load")
    pace.counted("load", 0, 100, Unit.BYTES, "")
    clock.now += 6
    pace.counted("load", 100, 100, Unit.BYTES, "")
    pace.counted("load", 1, 2, Unit.PACKAGES, "")
    pace.ended("load")
    assert pace.seconds_left() == pytest.approx(10)


def test_a_step_that_waits_for_another_ends_after_it_and_its_waiting_is_no_work(
    clock: Clock,
) -> None:
    steps = [Plain("load", 30), Plain("link", 10, beside=("load",)), Plain("prove", 5, ("link",))]
    pace = Pace(steps, clock)
    pace.started("load")
    pace.started("link")
    for second in range(11):
        pace.counted("load", 10 * second, 200, Unit.BYTES, "")
        pace.counted("link", 8 * second, 100, Unit.PACKAGES, "")
        clock.now += 1
    clock.now -= 1
    assert pace.seconds_left() == pytest.approx(10 + 10 * 0.2 + 5)
    pace.ended("load")
    pace.counted("link", 100, 100, Unit.PACKAGES, "")
    pace.ended("link")
    assert pace.seconds_left() == pytest.approx(5), "how long it waited is not its speed"


def test_a_step_that_will_find_nothing_to_do_is_no_work(clock: Clock) -> None:
    pace = Pace([Plain("a"), Plain("idle", 100, ("a",)), Plain("b", 10, ("idle",))], clock)
    pace.expect_nothing("idle")
    pace.started("a")
    clock.now += 10
    pace.ended("a")
    assert pace.seconds_left() == pytest.approx(10)
    assert pace.overall() == pytest.approx(0.5)
    pace.started("idle")
    assert pace.seconds_left() == pytest.approx(110), "it had something to do after all"
    assert pace.overall() == pytest.approx(0.5)


def test_a_count_is_believed_the_more_the_further_it_is(clock: Clock) -> None:
    """conda first counts nothing, then links quickly, then compiles slowly (measured)."""
    pace = Pace([Plain("first"), Plain("a", 100, ("first",))], clock)
    pace.started("first")
    clock.now += 10
    pace.ended("first")
    pace.started("a")
    measured = {0: 0, 10: 0, 20: 0, 32: 0, 45: 357, 57: 714, 70: 800, 80: 867, 90: 934, 100: 1000}
    for second, done in measured.items():
        clock.now = 110.0 + second
        pace.counted("a", done, 1000, Unit.PACKAGES, "")
        assert pace.seconds_left() == pytest.approx(100 - second, rel=0.3, abs=1), second
