"""Which signals end Seedbed in order."""

from __future__ import annotations

import os
import signal

import pytest

from app.core.processes.stop_signals import stop_signals


def test_ctrl_c_and_the_end_of_the_session_always_do() -> None:
    assert {signal.SIGINT, signal.SIGTERM} <= set(stop_signals())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_closed_terminal_does_unless_somebody_asked_that_it_be_ignored() -> None:
    before = signal.getsignal(signal.SIGHUP)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        assert signal.SIGHUP in stop_signals()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert signal.SIGHUP not in stop_signals()
    finally:
        signal.signal(signal.SIGHUP, before)
