"""What Ctrl-C, TERM and a closed terminal do while a command is at work: it ends in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.cli.dead_terminal import leave_dead_terminal
from app.core.cancel import Cancel
from app.core.stop_signals import stop_signals


@contextmanager
def stopped_by_signals(cancel: Cancel) -> Iterator[None]:
    """The first signal cancels in order; a second one is not needed, nor harmful."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        leave_dead_terminal()

    before = {name: signal.signal(name, stop) for name in stop_signals()}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
