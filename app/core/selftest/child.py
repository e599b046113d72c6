"""A child of the self-test that has children itself, so that stopping whole trees can be tried."""

from __future__ import annotations

import os
import sys
import threading

from app.core.shell import stand_in
from app.paths import SELFTEST_CHILD, own_command

_SECONDS = 60.0


def main(depth: int) -> int:
    """Say our process number; wait, or have `depth` - 1 generations of children that do."""
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    if depth > 1:
        command, _folder = own_command(SELFTEST_CHILD, str(depth - 1))
        return stand_in(command)
    threading.Event().wait(_SECONDS)
    return 0
