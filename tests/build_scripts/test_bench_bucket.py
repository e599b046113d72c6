"""The token bucket keeps its rate, whoever draws from it."""

from __future__ import annotations

import asyncio
import time

import pytest
from bench.bucket import Bucket

from tests.fakes.clock import Clock


def test_the_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    bucket = Bucket(1000.0, 500, Clock())
    assert bucket.wait_for(500) == 0.0
    assert bucket.wait_for(500) == pytest.approx(0.5)
    assert bucket.wait_for(1000) == pytest.approx(1.5)


def test_an_idle_line_saves_up_no_more_than_the_burst() -> None:
    clock = Clock()
    bucket = Bucket(1000.0, 500, clock)
    clock.now += 3600
    assert bucket.wait_for(500) == 0.0
    assert bucket.wait_for(100) == pytest.approx(0.1)


def test_what_has_been_waited_for_is_paid() -> None:
    clock = Clock()
    bucket = Bucket(1000.0, 100, clock)
    waited = bucket.wait_for(1100)
    clock.now += waited
    assert bucket.wait_for(1000) == pytest.approx(1.0)


def test_two_that_draw_together_get_the_rate_together() -> None:
    async def draw(bucket: Bucket) -> None:
        for _number in range(10):
            await bucket.take(1000)

    async def both() -> float:
        bucket = Bucket(100_000.0, 1000)
        started = time.monotonic()
        await asyncio.gather(draw(bucket), draw(bucket))
        return time.monotonic() - started

    assert asyncio.run(both()) >= 0.18
