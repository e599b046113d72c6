"""What Ctrl-C and TERM do while a command is at work: it ends in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.core.cancel import Cancel


@contextmanager
def stopped_by_signals(cancel: Cancel) -> Iterator[None]:
    """The first Ctrl-C or TERM cancels in order; a second one is not needed, nor harmful."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
