"""Two starts on one Windows desktop: the second is heard, and a crash leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import captured
import pytest

from tests.wine.person import Person

pytestmark = [pytest.mark.wine, pytest.mark.timeout(300)]

FIRST = """
import os, time
from app.core.one_window import OneWindow, Request
door = OneWindow.of_this_desktop(os.environ)
print("first" if door.take(Request()) else "second", flush=True)
while True:
    for request in door.requests():
        print("asked for", ascii(request.place), flush=True)
    time.sleep(0.05)
"""
NEXT = """
import os, sys
from app.core.one_window import OneWindow, Request
door = OneWindow.of_this_desktop(os.environ)
print("first" if door.take(Request(sys.argv[1]), patience=20) else "second", flush=True)
"""
PLACE = "C:\\Kurse\\入门.seedbed"


@contextmanager
def first_window(ana: Person) -> Iterator[subprocess.Popen[bytes]]:
    shutil.rmtree(ana.home, ignore_errors=True)
    with ana.start(ana.windows.path(ana.python), "-B", "-c", FIRST) as process:
        try:
            yield process
        finally:
            ana.windows.end()  # every program of that Windows, hard
            process.kill()


def next_start(ana: Person) -> captured.Ended:
    return ana.run(ana.windows.path(ana.python), "-B", "-c", NEXT, PLACE, timeout=120)


def told(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode().strip()


def test_a_second_start_is_heard_and_after_a_crash_the_next_one_is_the_first(ana: Person) -> None:
    with first_window(ana) as window:
        assert told(window) == "first"
        assert next_start(ana).out.strip() == "second"
        assert told(window) == f"asked for {PLACE!a}"
    assert next_start(ana).out.strip() == "first"
