"""A program's words are kept, and what it leaves running is never waited for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress

import captured
import psutil
import pytest


def run(code: str, timeout: float = 60) -> captured.Ended:
    return captured.run([sys.executable, "-c", code], os.environ, timeout=timeout)


def test_the_exit_code_and_both_streams_come_back() -> None:
    ended = run("import sys; print('机'); sys.stderr.write('err'); sys.exit(3)")
    assert (ended.code, ended.out, ended.err) == (3, "机\n", "err")


def test_more_than_a_pipe_holds_is_read_while_it_comes() -> None:
    assert len(run("print('x' * 3_000_000)").out) == 3_000_001


def test_a_process_that_is_left_behind_holds_nobody_up() -> None:
    begun = time.monotonic()
    ended = run(
        "import subprocess, sys\n"
        "later = 'import time; time.sleep(600)'\n"
        "print(subprocess.Popen([sys.executable, '-c', later]).pid)"
    )
    left = psutil.Process(int(ended.out))
    try:
        assert time.monotonic() - begun < 60
        assert left.is_running()
    finally:
        left.kill()


def test_the_end_is_waited_for_and_not_looked_for_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(_seconds: float) -> None:
        raise AssertionError("whoever sleeps meanwhile notices the end too late")

    monkeypatch.setattr(time, "sleep", late)
    assert run("import sys; sys.exit(3)").code == 3


def test_a_program_that_takes_too_long_is_killed() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run("import time; time.sleep(600)", timeout=0.5)
    assert "time.sleep(600)" not in " ".join(_children())


def _children() -> list[str]:
    """The words of all that this process has started and that is not at its end."""
    words: list[str] = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            words += child.cmdline()
    return words
