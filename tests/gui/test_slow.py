"""A slow download is noticed after a while, and never where nothing is downloaded."""

from __future__ import annotations

import pytest

from app.core.run.events import Progress, StepDone, Unit
from app.gui.slow import SlowWatch


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> SlowWatch:
    return SlowWatch(clock)


def came(done: int, step: str = "fetch_packages", unit: Unit = Unit.BYTES) -> Progress:
    return Progress(step, done, 1_000_000_000, unit, "", 0.0, 0.1)


def after(watch: SlowWatch, clock: Clock, seconds: int, per_second: int) -> bool:
    """Whether it is slow after so many seconds at that speed."""
    slow = False
    for second in range(seconds):
        clock.now += 1
        watch.take([came(int(clock.now) * per_second)])
        slow = watch.look()
        assert not slow or second >= 14, "not at the first hiccup"
    return slow


def test_a_crawling_download_is_slow_and_a_brisk_one_is_not(watch: SlowWatch, clock: Clock) -> None:
    assert after(watch, clock, 40, per_second=20_000)
    assert not after(SlowWatch(clock), clock, 40, per_second=200_000)


def test_one_that_stands_still_is_slow_though_nothing_is_said(
    watch: SlowWatch, clock: Clock
) -> None:
    watch.take([came(5_000_000)])
    assert not watch.look()
    clock.now = 20
    assert watch.look()


def test_it_is_forgotten_when_it_gets_faster(watch: SlowWatch, clock: Clock) -> None:
    watch.take([came(0)])
    watch.look()
    clock.now = 20
    assert watch.look()
    watch.take([came(500_000_000)])
    clock.now = 40
    assert not watch.look()


@pytest.mark.parametrize(
    "end",
    [
        StepDone("fetch_packages", 1.0),
        came(3, unit=Unit.PACKAGES),
        came(1_000_000_000),
    ],
)
def test_what_has_arrived_is_not_slow(
    watch: SlowWatch, clock: Clock, end: Progress | StepDone
) -> None:
    watch.take([came(5)])
    watch.look()
    watch.take([end])
    clock.now = 60
    assert not watch.look()


def test_all_downloads_count_together(watch: SlowWatch, clock: Clock) -> None:
    for second in range(40):
        clock.now = second
        watch.take([came(5, "fetch_installer"), came(second * 200_000)])
        assert not watch.look()
