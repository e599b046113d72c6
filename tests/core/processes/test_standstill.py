"""A silent program that works is left alone; one that stands still is stopped."""

from __future__ import annotations

import sys
import time

import pytest

from app.core.cancel import Cancel
from app.core.processes.standstill import run_watched
from app.core.shell import Shell
from app.errors import Cancelled, CommandFailed
from app.platforms import current
from app.platforms.base import Command

BUSY = "import time\nend = time.time() + 2.5\nwhile time.time() < end: pass"
STILL = "import time; time.sleep(600)"


def python(code: str) -> Command:
    return Command(arguments=(sys.executable, "-c", code))


def test_a_program_that_works_in_silence_is_left_alone() -> None:
    cancel = Cancel()
    shell = Shell(current(), cancel)
    assert run_watched(shell, cancel, python(BUSY), patience=1.0).returncode == 0


def test_a_program_that_stands_still_is_stopped_and_named() -> None:
    cancel = Cancel()
    started = time.monotonic()
    with pytest.raises(CommandFailed, match="did nothing"):
        run_watched(Shell(current(), cancel), cancel, python(STILL), patience=1.0)
    assert time.monotonic() - started < 30
    assert not cancel.asked


def test_a_cancelled_one_is_cancelled_and_no_failure() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        run_watched(Shell(current(), cancel), cancel, python(STILL))
