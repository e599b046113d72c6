"""Bars: a share, movement where the whole is unknown, a still hatch where motion is unwanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from app.gui import theme
from app.gui.bars import show_on_bar


@pytest.fixture
def bar(qtbot: QtBot) -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.resize(200, 8)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def still(qapp: QApplication) -> Iterator[None]:
    theme.keep_still(qapp, True)
    yield
    theme.keep_still(qapp, False)


def colours(bar: QProgressBar) -> set[str]:
    image = bar.grab().toImage()
    return {image.pixelColor(x, 4).name() for x in range(20, 180)}


def test_a_known_whole_shows_a_share(bar: QProgressBar) -> None:
    show_on_bar(bar, 25, 100)
    assert (bar.minimum(), bar.value(), bar.maximum()) == (0, 250, 1000)


def test_an_unknown_whole_moves(bar: QProgressBar) -> None:
    show_on_bar(bar, 25, None)
    assert bar.maximum() == 0


def test_without_motion_an_unknown_whole_is_a_still_hatch(
    bar: QProgressBar, still: None, qtbot: QtBot
) -> None:
    show_on_bar(bar, 25, None)
    assert bar.maximum() > 0, "a bar without an end would move"
    assert {theme.colour("accent"), theme.colour("border")} <= colours(bar)
    before = bar.grab().toImage()
    qtbot.wait(150)
    assert bar.grab().toImage() == before


def test_a_hatch_becomes_a_share_as_soon_as_the_whole_is_known(
    bar: QProgressBar, still: None
) -> None:
    show_on_bar(bar, 25, None)
    show_on_bar(bar, 0, 100)
    assert theme.colour("accent") not in colours(bar)
    show_on_bar(bar, 100, 100)
    assert colours(bar) == {theme.colour("accent")}
