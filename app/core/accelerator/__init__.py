"""Processor, CUDA or Apple's graphics: which builds of libraries are chosen, and what is said.

`choice` decides from plan and machine, `words` says why, `missing` knows what is not there.
"""

from __future__ import annotations

from app.core.accelerator.choice import NO_CHOICE, Choice, Kind, Reason, choose
from app.core.accelerator.missing import unavailable, why_not
from app.core.accelerator.words import why

__all__ = ["NO_CHOICE", "Choice", "Kind", "Reason", "choose", "unavailable", "why", "why_not"]
