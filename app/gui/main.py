"""Opens the window. Importing this module does not import Qt: first it is seen whether Qt can work,
and whether a window is open already.

What the window contains is the wizard's business.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from app.core import preferences
from app.core.one_window import OneWindow, Request
from app.core.window_start import WindowStart
from app.errors import ExitCode
from app.gui.preflight import distribution, library_in, missing_libraries, window_trouble
from app.i18n import _, set_language, system_language
from app.platforms import this_family


def run(start: WindowStart, qt_arguments: Sequence[str] = ()) -> int:
    """Open the wizard as `start` says, and return the exit code.

    Where a window is open already it comes forward, with the workshop of `start`, and all is done.
    """
    if window_trouble(this_family(), os.environ):
        return _give_up(start, lambda: window_trouble(this_family(), os.environ))
    door = OneWindow.of_this_desktop(os.environ)
    if start.own:
        door.hold()
    elif not door.take(Request.of(start.place, os.environ)):
        _tell(start, _already_open)
        return int(ExitCode.DONE)
    try:
        from app.gui.start import open_window
    except ImportError as error:
        library = library_in(error)
        if not library:
            raise
        return _give_up(start, lambda: missing_libraries([library], distribution()))
    return open_window(start, door, qt_arguments)


def _already_open() -> str:
    return _("Seedbed is already open; its window was asked to come to the front.")


def _give_up(start: WindowStart, sentence: Callable[[], str]) -> int:
    """Tell it in the terminal, and on the desktop for those who have started us there."""
    text = _tell(start, sentence)
    from app.core.native_message import show_natively
    from app.platforms.message_box import message_commands

    with suppress(KeyboardInterrupt):
        show_natively(message_commands(this_family(), text, os.environ))
    return int(ExitCode.COMMAND)


def _tell(start: WindowStart, sentence: Callable[[], str]) -> str:
    """Write a sentence in the person's language, which nobody has set before a window opens."""
    wish = start.wish.over(preferences.load())
    set_language(wish.language or system_language())
    text = sentence()
    if sys.stderr is not None:  # a windowed program without a console has none
        sys.stderr.write(text + "\n")
    return text
