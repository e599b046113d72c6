"""Medians and spread of repeated measurements, and ratios of them. Pure arithmetic."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

Spread = tuple[float, float, float]


def spread(values: Sequence[float]) -> Spread:
    """The least, the middle and the most. Raises StatisticsError of nothing."""
    return min(values), statistics.median(values), max(values)


def median(values: Sequence[float]) -> float | None:
    """The middle, None of nothing."""
    return statistics.median(values) if values else None


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of all do not exceed. Raises ValueError of none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def ratio(above: float | None, below: float | None) -> float | None:
    """One divided by the other, None where either is unknown or the second is nothing."""
    return above / below if above is not None and below else None
