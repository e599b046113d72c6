"""Announcing and finding on this computer's own loopback, for real; and what is believed of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.sharing.addresses import local_addresses, ordered
from app.core.sharing.announcing import Announcement, short_title
from app.core.sharing.browsing import Browser, Shared, believed

LOOPBACK = "127.0.0.1"
TITLE = {b"title": "第一课: a course".encode(), b"path": b"/"}


@contextmanager
def looking(news: list[tuple[Shared, ...]]) -> Iterator[Browser]:
    browser = Browser(news.append)
    if not browser.begin([LOOPBACK]):
        pytest.skip("nothing can be looked for on this computer's loopback")
    try:
        yield browser
    finally:
        browser.end()


def until(browser: Browser, number: int) -> None:
    end = time.monotonic() + 15
    while len(browser.found) != number and time.monotonic() < end:
        time.sleep(0.05)


def test_what_is_announced_is_found_and_gone_again() -> None:
    news: list[tuple[Shared, ...]] = []
    with looking(news) as browser:
        announcement = Announcement()
        assert announcement.begin("第一课: a course", [LOOPBACK], 8770)
        until(browser, 1)
        assert browser.found == (Shared("第一课: a course", f"http://{LOOPBACK}:8770"),)
        announcement.end()
        until(browser, 0)
        assert not browser.found
    assert news[0]


def test_an_address_is_believed_only_in_the_local_network() -> None:
    near = Shared("第一课: a course", "http://192.168.1.5:8770")
    assert believed(["192.168.1.5"], 8770, TITLE) == near
    assert believed(["8.8.8.8", "192.168.1.5"], 8770, TITLE) == near
    for addresses, port in ((["8.8.8.8"], 80), ([], 80), (["192.168.1.5"], 0), (["x"], 80)):
        assert believed(addresses, port, TITLE) is None


@pytest.mark.parametrize("path", [b"/../x", b"@evil.example/", b"x", b"/a b", b"/\xff", b"/" * 200])
def test_a_path_that_leads_elsewhere_is_not_believed(path: bytes) -> None:
    assert believed(["10.0.0.1"], 80, {b"path": path}) is None


def test_a_title_can_neither_move_a_terminal_nor_fill_the_screen() -> None:
    shared = believed(["10.0.0.1"], 80, {b"title": b"\x1b[2J" + b"a" * 300, b"path": b"/kit/"})
    assert shared is not None
    assert shared.title.startswith("?[2J")
    assert len(shared.title) <= 80
    assert shared.address == "http://10.0.0.1:80/kit"


def test_a_long_title_is_cut_between_characters() -> None:
    assert len(short_title("课" * 200).encode()) <= 240
    assert short_title("课" * 200).startswith("课课")


def test_addresses_are_in_the_order_of_their_use() -> None:
    found = ["169.254.1.1", "127.0.0.1", "10.0.0.2", "8.8.8.8", "192.168.1.5", "10.0.0.2"]
    assert ordered(found, "192.168.1.5") == ("192.168.1.5", "10.0.0.2", "8.8.8.8", "169.254.1.1")
    assert ordered(["127.0.0.1"]) == ()
    assert LOOPBACK not in local_addresses()
