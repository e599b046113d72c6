"""How wrong the announced time left was in the second half of a run. Pure arithmetic."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from bench.spread import median, quantile

_LOOK_EVERY = 0.25
# Nobody is misled by two seconds when one is left, so the truth counts as at least this part.
_LEAST_TRUTH = 0.05


@dataclass(frozen=True, slots=True)
class Announced:
    """The time left that a run told at a moment, both in seconds since its start."""

    moment: float
    left: float | None


@dataclass(frozen=True, slots=True)
class EtaError:
    """Parts of the truth: the middle, what nine of ten moments stay below, the worst; and the
    part of the second half in which no time was announced."""

    median: float
    most: float
    worst: float
    silent: float


def eta_error(announced: Sequence[Announced], end: float) -> EtaError | None:
    """Compare the time shown at every quarter second of the second half with what was left.

    What is shown is the last announcement, as it was made; the truth counts as at least 5 % of
    the run. None where nothing was announced in time.
    """
    known = sorted(announced, key=lambda one: one.moment)
    moments = [one.moment for one in known]
    errors: list[float] = []
    looks = 0
    moment = end / 2
    while moment < end:
        looks += 1
        place = bisect.bisect_right(moments, moment) - 1
        shown = known[place].left if place >= 0 else None
        if shown is not None:
            truth = end - moment
            errors.append(abs(shown - truth) / max(truth, _LEAST_TRUTH * end))
        moment += _LOOK_EVERY
    middle = median(errors)
    if middle is None:
        return None
    return EtaError(middle, quantile(errors, 0.9), max(errors), 1 - len(errors) / looks)
