"""The flag that stops work."""

from __future__ import annotations

import threading
import time

import pytest

from app.core.cancel import Cancel
from app.errors import Cancelled


def test_a_child_follows_its_parent_but_not_the_other_way() -> None:
    parent = Cancel()
    child = Cancel(parent)
    child.set()
    assert child.asked
    assert not parent.asked
    parent.check()
    other = Cancel(parent)
    parent.set()
    with pytest.raises(Cancelled):
        other.check()


def test_waiting_ends_soon_after_the_parents_flag_is_raised() -> None:
    parent = Cancel()
    threading.Timer(0.1, parent.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        Cancel(parent).wait(30)
    assert time.monotonic() - started < 2


def test_waiting_without_a_flag_takes_the_time_and_returns() -> None:
    started = time.monotonic()
    Cancel().wait(0.2)
    assert 0.15 < time.monotonic() - started < 2
