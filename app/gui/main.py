"""Opens the window. Importing this module does not import Qt: first it is seen whether Qt can work.

What the window contains is the wizard's business.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from app.core.window_start import WindowStart
from app.errors import ExitCode
from app.gui.preflight import window_trouble
from app.platforms import this_family


def run(start: WindowStart, qt_arguments: Sequence[str] = ()) -> int:
    """Open the wizard as `start` says, and return the exit code."""
    trouble = window_trouble(this_family(), os.environ)
    if trouble:
        sys.stderr.write(trouble + "\n")
        return int(ExitCode.COMMAND)
    from app.gui.start import open_window

    return open_window(start, qt_arguments)
