"""Which servers are worth choosing: each measured with one small real file of a kind.

Nothing is measured unless a person asks, and nothing is chosen here: the fastest is proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.cancel import Cancel
from app.core.catalog.mirrors import OFFICIAL, Mirrors
from app.core.consent import Kind
from app.core.network.measure import USUAL_LIMITS, Limits, Measured, measure_all

# A server that is further behind the newest one is not proposed: it may have stopped following.
_FAR_BEHIND_SECONDS = 3 * 86400.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One server, the official one among them, measured for one kind."""

    server: str
    title: str
    kind: Kind
    lacks: str
    measured: Measured


def measure(
    mirrors: Mirrors,
    kinds: Sequence[Kind],
    cancel: Cancel,
    told: Callable[[Candidate], None],
    limits: Limits = USUAL_LIMITS,
) -> tuple[Candidate, ...]:
    """Measure every server of these kinds, the official one first. `told` hears of each at once.

    Takes about `limits.total` seconds at most. Raises Cancelled.
    """
    asked = tuple(item for kind in kinds for item in candidates(mirrors, kind))

    def heard(index: int, measured: Measured) -> None:
        told(_with(asked[index], measured))

    found = measure_all([each.measured.url for each in asked], cancel, heard, limits)
    return tuple(_with(each, measured) for each, measured in zip(asked, found, strict=True))


def proposed(candidates: Sequence[Candidate]) -> Candidate | None:
    """The fastest of one kind that works and has kept up; None where none works."""
    working = [each for each in candidates if each.measured.rate > 0]
    newest = max((each.measured.modified or 0.0 for each in working), default=0.0)
    current = [
        each
        for each in working
        if each.measured.modified is None or newest - each.measured.modified <= _FAR_BEHIND_SECONDS
    ]
    return max(current, key=lambda each: each.measured.rate, default=None)


def candidates(mirrors: Mirrors, kind: Kind) -> tuple[Candidate, ...]:
    """Every server of a kind, not measured yet; the official one first."""
    facts = mirrors.kinds[kind]
    official = Candidate(OFFICIAL, facts.official, kind, "", Measured(facts.sample))
    copies = [
        Candidate(
            server.id,
            server.title,
            kind,
            server.lacks.get(kind, ""),
            Measured(server.address(facts.sample, kind)),
        )
        for server in mirrors.having(kind)
    ]
    return (official, *(copy for copy in copies if copy.measured.url))


def _with(candidate: Candidate, measured: Measured) -> Candidate:
    return Candidate(candidate.server, candidate.title, candidate.kind, candidate.lacks, measured)
