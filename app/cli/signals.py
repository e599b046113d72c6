"""What Ctrl-C, TERM and a closed terminal do while a command is at work: it ends in order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from app.cli.dead_terminal import leave_dead_terminal
from app.core.cancel import Cancel
from app.core.processes.stop_signals import stop_signals

_Handler = Callable[[int, FrameType | None], None]


@contextmanager
def stopped_by_signals(cancel: Cancel) -> Iterator[None]:
    """The first signal cancels in order; a second one is not needed, nor harmful."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        leave_dead_terminal()

    with _handled_by(stop, stop_signals()):
        yield


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Every signal does what Ctrl-C does by itself, where no command listens for it."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        leave_dead_terminal()
        raise KeyboardInterrupt

    with _handled_by(interrupt, [one for one in stop_signals() if one is not signal.SIGINT]):
        yield


@contextmanager
def _handled_by(handler: _Handler, numbers: Iterable[signal.Signals]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
