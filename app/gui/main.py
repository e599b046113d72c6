"""Opens the window. Importing this module does not import Qt: first it is seen whether Qt can work,
and whether a window is open already.

What the window contains is the wizard's business.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from app.core.one_window import OneWindow, Request
from app.core.window_start import WindowStart
from app.errors import ExitCode
from app.gui.preflight import window_trouble
from app.i18n import _
from app.platforms import this_family


def run(start: WindowStart, qt_arguments: Sequence[str] = ()) -> int:
    """Open the wizard as `start` says, and return the exit code.

    Where a window is open already it comes forward, with the workshop of `start`, and all is done.
    """
    trouble = window_trouble(this_family(), os.environ)
    if trouble:
        sys.stderr.write(trouble + "\n")
        return int(ExitCode.COMMAND)
    door = OneWindow.of_this_desktop(os.environ)
    if start.own:
        door.hold()
    elif not door.take(Request.of(start.place, os.environ)):
        _tell(_("Seedbed is already open; its window was asked to come to the front."))
        return int(ExitCode.DONE)
    from app.gui.start import open_window

    return open_window(start, door, qt_arguments)


def _tell(text: str) -> None:
    if sys.stderr is not None:  # a windowed program without a console has none
        sys.stderr.write(text + "\n")
