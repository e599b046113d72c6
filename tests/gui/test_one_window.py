"""Two real starts: the second one brings the first window forward, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from app.gui.start import READY, UNTIL_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
WORKSHOP = """schema = 1
[workshop]
title = "Second steps"
[environment]
name = "steps"
packages = ["numpy"]
"""
# The window of a person, and beside it somebody who says what can be seen of it.
TOLD = """
import sys, threading, time
from app.core.window_start import WindowStart
from app.gui.main import run

def tell():
    before = None
    while True:
        time.sleep(0.05)
        if "app.gui.wizard" not in sys.modules:
            continue
        from PySide6.QtCore import QMetaObject, Qt
        from PySide6.QtWidgets import QApplication
        for window in QApplication.topLevelWidgets():
            if type(window).__name__ == "Wizard" and window.isVisible():
                now = "small" if window.isMinimized() else "shown"
                now += " " + window.plan.workshop.title
                if before is None:
                    QMetaObject.invokeMethod(window, "showMinimized", Qt.QueuedConnection)
                if now != before:
                    print(now, flush=True)
                before = now

threading.Thread(target=tell, daemon=True).start()
sys.exit(run(WindowStart()))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stops and kills by signals")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}


class Window:
    """A first window and what was seen of it; it makes itself small once it is there."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._seen: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._seen.put(line.strip())

    def until(self, state: str) -> None:
        end = time.monotonic() + 30
        seen = []
        while time.monotonic() < end:
            try:
                seen.append(self._seen.get(timeout=0.5))
            except Empty:
                continue
            if seen[-1] == state:
                return
        raise AssertionError(f"never {state!r}, but {seen}")


@contextmanager
def started() -> Iterator[Window]:
    with subprocess.Popen(
        [sys.executable, "-c", TOLD],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            window = Window(process)
            window.until("small")
            yield window
        finally:
            process.kill()


def start_again(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def opens_its_own() -> bool:
    """Whether a start paints a window (and ends itself then) rather than asking another one."""
    done = start_again(**{UNTIL_VARIABLE: READY})
    assert done.returncode == 0, done.stderr
    return bool(done.stdout.strip())


def test_a_second_start_brings_the_first_window_back_and_ends(tmp_path: Path) -> None:
    with started() as window:
        done = start_again()
        assert done.returncode == 0, done.stderr
        assert "already open" in done.stderr
        window.until("shown")
        assert window.process.poll() is None


def test_a_double_click_on_a_workshop_opens_it_in_the_first_window(tmp_path: Path) -> None:
    file = tmp_path / "Kurs 课程.seedbed"
    file.write_text(WORKSHOP, "utf-8")
    with started() as window:
        assert start_again(str(file)).returncode == 0
        window.until("shown Second steps")


def test_after_a_crash_the_next_start_opens_a_window() -> None:
    with started() as window:
        window.process.kill()
        window.process.wait()
        assert opens_its_own()


def test_a_window_that_hangs_keeps_nobody_from_opening_another() -> None:
    with started() as window:
        window.process.send_signal(signal.SIGSTOP)
        assert opens_its_own()


def test_answers_on_the_command_line_get_a_window_of_their_own() -> None:
    with started() as window:
        done = start_again("window", "--python", "3.12", **{UNTIL_VARIABLE: READY})
        assert done.stdout.strip(), done.stderr
        assert window.process.poll() is None


def test_of_two_starts_at_the_same_moment_one_window_is_left() -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-m", "app"],
            cwd=ROOT,
            env=environment(),
            stderr=subprocess.DEVNULL,
        )
        for _number in range(3)
    ]
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end and sum(each.poll() is None for each in starts) > 1:
            time.sleep(0.1)
        time.sleep(0.5)
        left = [each for each in starts if each.poll() is None]
        assert len(left) == 1
        assert {each.returncode for each in starts if each not in left} == {0}
    finally:
        for each in starts:
            each.kill()
            each.wait()
