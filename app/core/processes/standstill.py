"""Tells a program that works silently from one that stands still (failures F02, F23).

Installers and conda may print nothing for minutes and still be busy; one that uses no processor
time and moves no bytes for minutes waits for something that will not come.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from app.core.cancel import Cancel
from app.core.run.events import Stream
from app.core.shell import Finished, Shell, shown
from app.errors import Cancelled, CommandFailed
from app.i18n import _
from app.platforms.base import Command

PATIENCE_SECONDS = 300.0
_LOOK_EVERY_SECONDS = 1.0

OnLine = Callable[[str, Stream], None]


class Standstill:
    """Watches what our children have done; `lasts` says for how many seconds nothing more."""

    def __init__(self) -> None:
        self._done = _work_of_children()
        self._since = time.monotonic()

    def lasts(self) -> float:
        """Seconds since the last sign of work."""
        done = _work_of_children()
        if done != self._done:
            self._done, self._since = done, time.monotonic()
        return time.monotonic() - self._since


def run_watched(
    shell: Shell,
    cancel: Cancel,
    command: Command,
    on_line: OnLine | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Finished:
    """Run a program to its end, unless it stands still for `patience` seconds.

    Raises CommandFailed then, and whatever `Shell.run` raises; the program has been stopped.
    """
    stuck, ended = Cancel(parent=cancel), threading.Event()
    standstill = Standstill()

    def look() -> None:
        while not ended.wait(min(_LOOK_EVERY_SECONDS, patience / 4)):
            if standstill.lasts() > patience:
                stuck.set()

    watcher = threading.Thread(target=look, name="watch for standstill", daemon=True)
    watcher.start()
    try:
        return shell.with_cancel(stuck).run(command, on_line=on_line)
    except Cancelled:
        cancel.check()
        raise _stands_still(command, patience) from None
    finally:
        ended.set()
        watcher.join()


def _stands_still(command: Command, patience: float) -> CommandFailed:
    return CommandFailed(
        _("The program {name} did nothing for {minutes} minutes and was stopped.").format(
            name=Path(command.arguments[0]).name, minutes=max(1, round(patience / 60))
        ),
        _("Try again. If it happens again, restart the computer and look at the virus scanner."),
        shown(command),
    )


def _work_of_children() -> tuple[int, float, int]:
    """How many descendants we have, their processor seconds, and the bytes they moved."""
    count, seconds, moved = 0, 0.0, 0
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
            seconds += times.user + times.system
            counters = child.io_counters() if hasattr(child, "io_counters") else None
        except psutil.Error:
            continue
        count += 1
        moved += counters.read_bytes + counters.write_bytes if counters else 0
    return count, round(seconds, 2), moved
