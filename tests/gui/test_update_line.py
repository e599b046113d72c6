"""The line that looks for a newer Seedbed: only when asked, quietly, and it remembers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app import __version__
from app.core.updates import agreement as update_agreement
from app.core.updates.agreement import Agreement
from app.gui.update_line import UpdateLine
from tests.core.updates.test_latest import LINK, PATH, announce, server
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.gui.conftest import texts_of

__all__ = ["server"]
DAY = 86_400.0


class Opened(QObject):
    """Stands where the web browser would be."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def open(self, link: QUrl) -> None:
        self.links.append(link.toString())


@pytest.fixture
def line(qtbot: QtBot, server: FaultServer) -> Iterator[UpdateLine]:
    announce(server, {"version": "9.1", "url": LINK})
    made = shown(qtbot)
    yield made
    qtbot.waitUntil(lambda: not made.busy, timeout=10_000)


def shown(qtbot: QtBot) -> UpdateLine:
    made = UpdateLine()
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    return made


def rest(line: UpdateLine, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not line.busy, timeout=10_000)


def test_nothing_is_asked_by_itself(line: UpdateLine, server: FaultServer, qtbot: QtBot) -> None:
    assert not line.weekly.isChecked()
    line.look_if_agreed()
    assert not line.busy
    assert server.requests == []


def test_a_click_looks_and_shows_where_the_newer_one_is(line: UpdateLine, qtbot: QtBot) -> None:
    line.now_button.click()
    assert "Looking" in texts_of(line)
    rest(line, qtbot)
    assert f"Seedbed 9.1 is available; you have {__version__}." in texts_of(line)
    assert LINK in texts_of(line)
    assert line.get_button.isVisible()
    assert not line.weekly.isChecked(), "one look agrees to no other"


def test_a_tick_is_remembered_and_looks_once_a_week(
    line: UpdateLine, server: FaultServer, qtbot: QtBot
) -> None:
    line.weekly.click()
    assert server.requests == []
    later = shown(qtbot)
    assert later.weekly.isChecked()
    later.look_if_agreed()
    rest(later, qtbot)
    assert "Seedbed 9.1 is available" in texts_of(later)
    assert len(server.requests) == 1
    assert time.time() - update_agreement.load().looked < 60

    soon = shown(qtbot)
    soon.look_if_agreed()
    assert not soon.busy
    update_agreement.keep(Agreement(True, time.time() - 8 * DAY))
    next_week = shown(qtbot)
    next_week.look_if_agreed()
    rest(next_week, qtbot)
    assert len(server.requests) == 2


def test_an_agreed_look_begins_once_the_real_window_is_up(
    server: FaultServer, tmp_path: Path
) -> None:
    announce(server, {"version": "9.1", "url": LINK})
    update_agreement.keep(Agreement(weekly=True))
    process = subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 30
        while not update_agreement.load().looked and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    assert [request.path for request in server.requests] == [PATH]
    assert time.time() - update_agreement.load().looked < 60


def test_a_quiet_look_tells_no_trouble_and_no_lack_of_news(
    line: UpdateLine, server: FaultServer, qtbot: QtBot
) -> None:
    line.weekly.click()
    server.always(PATH, faults.status(404))
    line.look_if_agreed()
    rest(line, qtbot)
    assert not line.news.isVisible()
    assert update_agreement.load().looked == 0, "it will be tried again"
    line.now_button.click()
    rest(line, qtbot)
    assert "announces no version" in texts_of(line), "who asks gets an answer"


def test_the_newest_is_said_to_whoever_asks(
    line: UpdateLine, server: FaultServer, qtbot: QtBot
) -> None:
    announce(server, {"version": __version__, "url": LINK})
    line.now_button.click()
    rest(line, qtbot)
    assert f"Seedbed {__version__} is the newest." in texts_of(line)
    assert not line.get_button.isVisible()


def test_a_long_link_is_shown_short_and_leads_to_all_of_it(
    line: UpdateLine, server: FaultServer, qtbot: QtBot
) -> None:
    link = "https://example.org/" + "a" * 200 + "?x=1&y=2"
    announce(server, {"version": "9.1", "url": link})
    line.now_button.click()
    rest(line, qtbot)
    assert line.minimumSizeHint().width() < 700
    opened = Opened()
    QDesktopServices.setUrlHandler("https", opened, "open")  # type: ignore[arg-type]
    try:
        line.get_button.click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert opened.links == [link]
