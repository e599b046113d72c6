"""Welcome offers what is shared in the room, and opens it only when the person says so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.sharing.announcing import Announcement
from app.core.sharing.browsing import Shared
from app.gui.sharing.offers import SharedOffers

LOOPBACK = "127.0.0.1"


@pytest.fixture
def offers(qtbot: QtBot) -> SharedOffers:
    made = SharedOffers(lambda: (LOOPBACK,))

    def end(_offers: object) -> None:
        made.stop()
        qtbot.waitUntil(lambda: not made.busy)

    qtbot.addWidget(made, before_close_func=end)
    made.show()
    return made


def test_nothing_is_looked_for_before_it_is_asked_for(offers: SharedOffers) -> None:
    assert not offers.busy
    assert offers.offers == ()


def test_what_is_announced_is_offered_and_withdrawn(offers: SharedOffers, qtbot: QtBot) -> None:
    offers.begin()
    announcement = Announcement()
    assert announcement.begin("第一课", [LOOPBACK], 8770)
    qtbot.waitUntil(lambda: len(offers.offers) == 1, timeout=15_000)
    (offer,) = offers.offers
    text = offer.findChild(QLabel)
    assert isinstance(text, QLabel)
    assert f"A workshop is being shared here: “第一课” (http://{LOOPBACK}:8770)." in text.text()
    with qtbot.waitSignal(offers.chosen) as chosen:
        offer.button.click()
    assert chosen.args == [f"http://{LOOPBACK}:8770"]
    announcement.end()
    qtbot.waitUntil(lambda: not offers.offers, timeout=15_000)


def test_it_rests_while_nobody_sees_it(offers: SharedOffers, qtbot: QtBot) -> None:
    offers.begin()
    assert offers.busy
    offers.hide()
    qtbot.waitUntil(lambda: not offers.busy)
    offers.show()
    assert offers.busy


def test_a_room_full_of_offers_does_not_fill_the_page(offers: SharedOffers) -> None:
    offers.show_found(tuple(Shared(f"Course {n}", f"http://10.0.0.{n}:80") for n in range(40)))
    assert len(offers.offers) == 3
