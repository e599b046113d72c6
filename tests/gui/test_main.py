"""The window as a program of its own: it opens, obeys signals, and tells how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import preferences
from app.core.preferences import Preferences
from app.core.processes.stop_signals import stop_signals

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import sys
from app.core.window_start import WindowStart
from app.gui.main import run
sys.exit(run(WindowStart(sys.argv[1])))
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
    """The window obeys signals, which it says to the system, and its event loop has begun."""
    end = time.monotonic() + 40
    while time.monotonic() < end and not obeys(process.pid, signal.SIGTERM):
        time.sleep(0.05)
    time.sleep(1.0)


def obeys(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler of its own for a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", stop_signals())
def test_a_signal_closes_the_window_in_order(
    window: subprocess.Popen[str], number: signal.Signals
) -> None:
    until_open(window)
    window.send_signal(number)
    _out, err = window.communicate(timeout=20)
    assert window.returncode == 3, err
    assert "Traceback" not in err


LOOK = """
import os, signal, sys, threading, time
from app.core.preferences import Preferences
from app.core.window_start import WindowStart
from app.gui.main import run

usual = signal.getsignal(signal.SIGTERM)

def look():
    while signal.getsignal(signal.SIGTERM) is usual:  # until the window obeys signals
        time.sleep(0.05)
    time.sleep(0.5)
    from PySide6.QtWidgets import QApplication, QLabel
    from app.gui import theme
    from app.i18n import language
    shown = [part.text() for part in QApplication.allWidgets() if isinstance(part, QLabel)]
    print(language(), theme.chosen(), any("Chinese characters" in text for text in shown))
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=look, daemon=True).start()
sys.exit(run(WindowStart(wish=Preferences(*sys.argv[1:]))))
"""
ONLY_LATIN = Path("/usr/share/fonts/truetype/dejavu")


def started(*wish: str, **environ: str) -> str:
    """Language, look, and whether a missing font is told, of a window started with `wish`."""
    finished = subprocess.run(
        [sys.executable, "-c", LOOK, *wish],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 3, finished.stderr
    return finished.stdout.strip()


@pytest.mark.skipif(os.name == "nt", reason="ends the window by a signal")
def test_the_window_starts_as_it_was_left_unless_the_command_line_says_otherwise() -> None:
    assert started() == "en system False"
    preferences.keep(Preferences("en", "dark"))
    assert started() == "en dark False"
    assert started("", "light") == "en light False"
    assert preferences.load() == Preferences("en", "dark"), "only the window's own choice is kept"


@pytest.mark.skipif(not ONLY_LATIN.is_dir(), reason="needs a folder of fonts without Chinese")
def test_on_a_computer_without_chinese_fonts_the_window_speaks_english_and_says_why(
    tmp_path: Path,
) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{ONLY_LATIN}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8"
    )
    assert started("zh_CN", FONTCONFIG_FILE=str(fonts)) == "en system True"
