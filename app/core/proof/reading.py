"""Reads many proof codes back at once, as an instructor collects them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.plan import Workshop
from app.core.proof.code import ProofCode, read_code
from app.core.proof.coding import Belongs, belongs
from app.errors import PlanInvalid

# Lines, and what people put between several on one line. Spaces may be inside of a code.
_BETWEEN = re.compile(r"[\n,;、，；]+")
_MOST = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """One code: as it was `typed`, and what it says, or the `error` why nothing."""

    typed: str
    code: ProofCode | None = None
    belongs: Belongs | None = None
    error: PlanInvalid | None = None

    @property
    def good(self) -> bool:
        """Whether it is a passed proof of this workshop."""
        mine = self.belongs in (Belongs.SAME, Belongs.UNLOCKED)
        return self.code is not None and self.code.passed and mine


def read_codes(text: str, workshop: Workshop) -> tuple[Verdict, ...]:
    """What the codes in `text` say, each compared with the workshop; at most the first 500."""
    typed = [part.strip() for part in _BETWEEN.split(text)]
    return tuple(_verdict(part, workshop) for part in [part for part in typed if part][:_MOST])


def _verdict(typed: str, workshop: Workshop) -> Verdict:
    try:
        code = read_code(typed)
    except PlanInvalid as error:
        return Verdict(typed, error=error)
    return Verdict(typed, code, belongs(code, workshop))
