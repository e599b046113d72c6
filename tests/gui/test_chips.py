"""Chips make room for themselves at the moment they are shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.chips import Chips


@pytest.mark.parametrize("number", [1, 5])
def test_their_height_is_right_at_once(qtbot: QtBot, number: int) -> None:
    chips = Chips()
    qtbot.addWidget(chips)
    chips.show_things([("numpy", "numpy"), ("scipy", "scipy")])
    chips.resize(320, 100)
    chips.show()
    chips.show_things([(f"library-{n}", f"library-{n}") for n in range(number)])
    assert chips.sizeHint().height() >= chips.chips()[0].sizeHint().height() > 0
