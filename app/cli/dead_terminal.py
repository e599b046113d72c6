"""A terminal that was closed while a command is at work: writing to it fails from then on.

What the command does about it is not decided here.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress


def leave_dead_terminal() -> bool:
    """Let what is still written to a terminal that is gone go nowhere; whether one was gone."""
    dead = [number for number in _numbers() if _is_dead(number)]
    if dead:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number in dead:
            os.dup2(nowhere, number)
        os.close(nowhere)
    return bool(dead)


def _numbers() -> list[int]:
    found = []
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # a stream that is none, or no file
            found.append(stream.fileno())
    return found


def _is_dead(number: int) -> bool:
    """A pipe or file answers otherwise: it has no size at all."""
    try:
        os.get_terminal_size(number)
    except OSError as error:
        return error.errno == errno.EIO
    except ValueError:  # Windows, for a number that is none of the terminal's three
        return False
    return False
