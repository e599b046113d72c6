"""The window as a program of its own: it opens, obeys signals, and tells how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import sys
from app.gui.main import run
sys.exit(run(sys.argv[1]))
"""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A window without a screen, opened on a folder that is no kit."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def until_open(process: subprocess.Popen[str]) -> None:
    """Qt's libraries are loaded and the event loop has had time to begin."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        maps = Path(f"/proc/{process.pid}/maps")
        if maps.exists() and "libqoffscreen" in maps.read_text():
            break
        time.sleep(0.05)
    quiet = time.monotonic() + 1.0
    while time.monotonic() < quiet or psutil.Process(process.pid).cpu_percent(0.1) > 50:
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_in_order(
    window: subprocess.Popen[str], number: signal.Signals
) -> None:
    until_open(window)
    window.send_signal(number)
    _out, err = window.communicate(timeout=20)
    assert window.returncode == 3, err
    assert "Traceback" not in err
