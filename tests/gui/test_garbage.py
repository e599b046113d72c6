"""Garbage is collected in the window's thread, and only there."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.gui.garbage import GarbageCollector


class Ring:
    """Refers to itself, so that only the collector can free it; tells in which thread that was."""

    freed_in: list[int] = []  # noqa: RUF012 - shared on purpose

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Ring.freed_in.append(threading.get_ident())


def make_garbage() -> None:
    for _number in range(5000):
        Ring()


def test_what_a_thread_leaves_behind_is_freed_by_the_window(qtbot: QtBot) -> None:
    Ring.freed_in.clear()
    parent = QObject()
    GarbageCollector(parent)
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert Ring.freed_in == []
    qtbot.waitUntil(lambda: len(Ring.freed_in) == 5000, timeout=5000)
    assert set(Ring.freed_in) == {threading.get_ident()}
    assert not gc.isenabled()
