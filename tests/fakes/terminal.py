"""A terminal of its own for a child process, which a test can close. Not for Windows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """One `seedbed ARGUMENTS` in a terminal; `seen` is what it has written so far."""

    def __init__(self, *arguments: str, before: tuple[str, ...] = ()) -> None:
        self._ours, theirs = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # Without it the terminal is nobody's, and nobody hears that it is closed.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    def read_until(self, text: str, seconds: float = 60) -> None:
        """Read until `text` has been written; AssertionError where it is not."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self._ours], [], [], 0.2)[0]:
                self.seen += os.read(self._ours, 65536).decode("utf-8", "replace")

    def close(self) -> None:
        """As a window that is closed, or a connection that is lost."""
        os.close(self._ours)

    def code(self, seconds: float = 60) -> int:
        """How the program ended."""
        return self.process.wait(timeout=seconds)
