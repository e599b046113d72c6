"""Medians and spread of repeated measurements, and ratios of them. Pure arithmetic."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the most of a few measurements."""

    least: float
    median: float
    most: float

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.median:.3g}"
        return f"{self.median:.3g} ({self.least:.3g}-{self.most:.3g})"


def spread(values: Sequence[float]) -> Spread | None:
    """The spread, None of nothing."""
    if not values:
        return None
    return Spread(min(values), statistics.median(values), max(values))


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
