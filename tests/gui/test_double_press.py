"""A double click on a button opens once what it opens."""

from __future__ import annotations

from app.gui.double_press import DoublePress


def test_the_same_a_moment_later_is_a_double_click_and_anything_else_is_not() -> None:
    now = [10.0]
    double = DoublePress(lambda: now[0])
    assert not double.again("lesson")
    now[0] = 10.2
    assert double.again("lesson")
    assert not double.again("terminal")
    assert not double.again("lesson")
    now[0] = 14.0
    assert not double.again("lesson")
