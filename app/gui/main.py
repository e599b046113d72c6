"""Opens the window. Importing this module does not import Qt: first it is seen whether Qt can work.

What the window contains is the wizard's business.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from app.core.plan import Plan
from app.core.preferences import NOTHING_SAID, Preferences
from app.errors import ExitCode
from app.gui.preflight import window_trouble
from app.platforms import current


def unchanged(plan: Plan) -> Plan:
    """The plan as it is."""
    return plan


def run(
    place: str = "",
    plan_changes: Callable[[Plan], Plan] = unchanged,
    wish: Preferences = NOTHING_SAID,
    qt_arguments: Sequence[str] = (),
) -> int:
    """Open the wizard, on the workshop at `place` if one is named, and return the exit code.

    `plan_changes` puts answers of the command line over every plan that the window starts from;
    `wish` is what it says about language and look.
    """
    trouble = window_trouble(current(), os.environ)
    if trouble:
        sys.stderr.write(trouble + "\n")
        return int(ExitCode.COMMAND)
    from app.gui.application import open_window

    return open_window(place, plan_changes, wish, qt_arguments)
