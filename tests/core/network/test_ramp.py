"""How many helpers a file gets, on a clock of our own."""

from __future__ import annotations

from app.core.network.ramp import Ramp

SIZE = 1 << 30


class Line:
    """A line of `whole` bytes per second on which each connection gets `each` at most."""

    def __init__(self, whole: float, each: float) -> None:
        self.whole, self.each = whole, each
        self.now, self.done, self.helpers = 0.0, 0.0, 0
        self.ramp = Ramp(SIZE, lambda: self.now)

    def run(self, seconds: float) -> int:
        """Helpers join whenever they may; returns how many there are in the end."""
        end = self.now + seconds
        while self.now < end:
            self.now += 0.05
            self.done += 0.05 * min(self.whole, self.each * (1 + self.helpers))
            self.ramp.seen(int(self.done))
            while self.helpers < 20 and self.ramp.wants_more_than(self.helpers):
                self.helpers += 1
        return self.helpers


def test_a_line_that_is_full_with_few_connections_gets_no_more() -> None:
    line = Line(whole=6e6, each=2.5e6)
    assert line.run(0.3) == 3
    assert 3 <= line.run(2) <= 9
    assert line.run(5) <= 9, "more brought nothing"


def test_connections_that_add_up_are_all_used_within_a_second() -> None:
    assert Line(whole=50e6, each=0.5e6).run(1.0) >= 8


def test_a_good_line_is_left_alone() -> None:
    assert Line(whole=60e6, each=60e6).run(5) == 0


def test_the_end_of_a_file_is_not_worth_a_new_connection() -> None:
    ramp = Ramp(4_500_000, lambda: now)
    for step in range(10):
        now = step * 0.1
        ramp.seen(step * 100_000)
    assert not ramp.wants_more_than(0)


def test_later_it_is_tried_once_more() -> None:
    line = Line(whole=1e6, each=1e6)
    before = line.run(5)
    line.whole = 10e6
    assert line.run(12) > before
