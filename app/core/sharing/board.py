"""The board: an immutable picture of who is how far.

Keeping it up to date is `room`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.proof.code import Outcome
from app.core.proof.coding import Belongs
from app.core.sharing.messages import Phase


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proof code says: what came of the run, and whether it is for this workshop."""

    code: str
    outcome: Outcome
    belongs: Belongs

    @property
    def good(self) -> bool:
        """Whether everything works, with the workshop's own packages."""
        fitting = self.belongs in (Belongs.SAME, Belongs.UNLOCKED)
        return fitting and self.outcome is Outcome.PASSED


@dataclass(frozen=True, slots=True)
class Row:
    """One participant. `number` is in the order of arrival; `name` only where one was typed.
    `rate` is in bytes per second, as measured here; `fraction` from 0 to 1, None where unknown.
    A `silent` one has not been heard of for a while, although it was not at its end."""

    number: int
    name: str
    phase: Phase
    rate: float = 0.0
    fraction: float | None = None
    verdict: Verdict | None = None
    silent: bool = False

    @property
    def green(self) -> bool:
        """Whether the proof of this very workshop has passed."""
        return self.verdict is not None and self.verdict.good


@dataclass(frozen=True, slots=True)
class Board:
    """All participants in the order of arrival. `rate` is what goes out in all, in bytes per
    second, `sent` how much has gone out; `troubles` are files that could not be handed out."""

    rows: tuple[Row, ...] = ()
    rate: float = 0.0
    sent: int = 0
    troubles: tuple[str, ...] = ()

    @property
    def green(self) -> int:
        """How many are proven."""
        return sum(row.green for row in self.rows)
