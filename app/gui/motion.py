"""Whether the window may change something by itself, without the person having done anything."""

from __future__ import annotations

import os

VARIABLE = "SEEDBED_REDUCED_MOTION"
_NO = ("", "0", "false", "no")


def is_still() -> bool:
    """Whether nothing shall move by itself."""
    return os.environ.get(VARIABLE, "").strip().lower() not in _NO
