"""How the announced time left is judged."""

from __future__ import annotations

import pytest
from bench.eta import Announced, eta_error


def test_the_truth_is_no_error() -> None:
    told = [Announced(t / 10, 20 - t / 10) for t in range(200)]
    found = eta_error(told, 20.0)
    assert found is not None
    assert found.worst < 0.11  # told ten times a second, looked at in between
    assert found.silent == 0.0


def test_twice_the_truth_is_an_error_of_one() -> None:
    told = [Announced(t / 10, 2 * (20 - t / 10)) for t in range(200)]
    found = eta_error(told, 20.0)
    assert found is not None
    assert found.median == pytest.approx(1.0, abs=0.1)


def test_what_was_told_in_the_first_half_does_not_count() -> None:
    wrong = [Announced(t / 10, 1000.0) for t in range(100)]
    right = [Announced(t / 10, 20 - t / 10) for t in range(100, 200)]
    found = eta_error([*wrong, *right], 20.0)
    assert found is not None
    assert found.worst < 0.11


def test_an_old_announcement_is_judged_as_it_stands_on_the_screen() -> None:
    found = eta_error([Announced(0.0, 100.0)], 100.0)
    assert found is not None
    # It still says 100 s: twice the truth in the middle, far more near the end.
    assert found.median > 1.0
    assert found.worst == pytest.approx((100 - 0.25) / 5, abs=0.01)


def test_silence_is_told_and_not_counted_as_right() -> None:
    told = [Announced(0.0, None), Announced(15.0, 5.0)]
    found = eta_error(told, 20.0)
    assert found is not None
    assert found.silent == pytest.approx(0.5, abs=0.03)
    assert eta_error([Announced(0.0, None)], 20.0) is None
