"""Files that another program holds: how to tell, and how to wait for them (failures F30).

Says nothing to people; what an error means to them is runner.py's business.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

_T = TypeVar("_T")

# On Windows a virus scanner holds new files for moments, an open notebook for hours.
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5)  # seconds
_HELD = frozenset({errno.EBUSY, errno.ETXTBSY})
# Access denied (to remove a program that runs), a sharing or lock violation, a mapped file.
_HELD_ON_WINDOWS = frozenset({5, 32, 33, 1224})


class Held(OSError):
    """A file stayed in use by another program; its errno, text and filename are the last ones."""


def until_free(action: Callable[[], _T], pauses: Sequence[float] = PAUSES) -> _T:
    """Do `action`, again after each pause as long as a file is held.

    Raises Held if it stays so, and whatever else `action` raises.
    """
    for pause in (*pauses, None):
        try:
            return action()
        except OSError as error:
            if not _is_held(error):
                raise
            if pause is None:
                raise Held(error.errno, error.strerror, error.filename) from error
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def _is_held(error: OSError) -> bool:
    windows = getattr(error, "winerror", None)
    return error.errno in _HELD or windows in _HELD_ON_WINDOWS
