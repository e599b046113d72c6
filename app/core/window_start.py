"""How the window is to be opened, as the command line says it; its looks are its own business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.preferences import NOTHING_SAID, Preferences

if TYPE_CHECKING:
    from app.core.plan import Plan

# The ending of the files that systems open Seedbed for; inside they are as a workshop.toml.
WORKSHOP_FILE = ".seedbed"


def unchanged(plan: Plan) -> Plan:
    """The plan as it is."""
    return plan


@dataclass(frozen=True, slots=True)
class WindowStart:
    """A workshop's `place`, "" for none; `change` puts the command line's answers over every plan
    that the window starts from; `wish` is what it says about language and look.

    `own` tells that the command line gave answers: a window that is open cannot take them over.
    """

    place: str = ""
    change: Callable[[Plan], Plan] = unchanged
    wish: Preferences = NOTHING_SAID
    own: bool = False
