"""Which signals ask Seedbed to end in order; what is done then is the front ends' business."""

from __future__ import annotations

import signal

# Ctrl-C, the end of the session, a terminal that was closed, Ctrl-Break: as far as a system has it.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_HANG_UP = "SIGHUP"


def stop_signals() -> tuple[signal.Signals, ...]:
    """Those of this system. A closed terminal is none where somebody asked that it be ignored, as
    nohup does: such a run is meant to go on."""
    return tuple(
        signal.Signals[name]
        for name in _NAMES
        if name in signal.Signals.__members__
        and not (name == _HANG_UP and signal.getsignal(signal.Signals[name]) is signal.SIG_IGN)
    )
