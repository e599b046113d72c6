"""PySide6 6.12.0 loses a reference of None and True on every call under Python 3.10 and 3.11, and
then aborts (packaging §0). Other tests would not notice in time."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Emitter(QObject):
    said = Signal(bool)


def test_calls_without_a_result_lose_no_reference_of_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _number in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


def test_emitting_loses_no_reference_of_true() -> None:
    emitter = Emitter()
    before = sys.getrefcount(True)
    for _number in range(1000):
        emitter.said.emit(True)
    assert abs(sys.getrefcount(True) - before) < 100
