"""One window: who holds it, what a second start leaves, and that nobody is ever kept out."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from app.core.one_window import OneWindow, Request

AT_ONCE = 0.3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "windows" / "me"


@pytest.fixture
def first(folder: Path) -> OneWindow:
    window = OneWindow(folder)
    assert window.take(Request())
    return window


def answering(window: OneWindow, heard: list[Request]) -> threading.Thread:
    """A window that listens until it has heard something."""

    def listen() -> None:
        while not heard:
            heard.extend(window.requests())
            time.sleep(0.02)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    return thread


def test_a_second_start_is_heard_by_the_first(folder: Path, first: OneWindow) -> None:
    heard: list[Request] = []
    thread = answering(first, heard)
    wanted = Request("/course/Übung 我.seedbed", "token_TIME42")
    assert not OneWindow(folder).take(wanted, patience=10)
    thread.join(5)
    assert heard == [wanted]
    assert first.requests() == (), "it is heard once"


def test_a_first_window_that_does_not_answer_keeps_nobody_out(
    folder: Path, first: OneWindow
) -> None:
    assert OneWindow(folder).take(Request("late"), patience=AT_ONCE)
    assert first.requests() == (), "what was given up is not carried out later"


def test_a_first_window_that_closes_meanwhile_makes_room(folder: Path, first: OneWindow) -> None:
    closing = threading.Timer(0.2, first.leave)
    closing.start()
    second = OneWindow(folder)
    assert second.take(Request(), patience=10)
    assert not OneWindow(folder).hold(), "the second is the one window now"
    second.leave()


def test_what_a_crash_left_behind_long_ago_is_not_carried_out(
    folder: Path, first: OneWindow
) -> None:
    old = folder / "1-1.request"
    old.write_bytes(b"/old.seedbed\0")
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    assert first.requests() == ()
    assert not old.exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\0", b"one part", b"a\0b\0c", b"x" * 40_000])
def test_what_is_no_request_is_removed_and_harms_nothing(
    folder: Path, first: OneWindow, data: bytes
) -> None:
    (folder / "1-1.request").write_bytes(data)
    assert first.requests() == ()
    assert list(folder.glob("*.request")) == []


def test_where_nothing_can_be_kept_a_window_opens_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for _start in range(2):
        assert OneWindow(tmp_path / "file" / "windows").take(Request())


def test_another_person_or_desktop_has_a_window_of_its_own(folder: Path, first: OneWindow) -> None:
    assert OneWindow(folder.with_name("other")).take(Request(), patience=AT_ONCE)


def test_a_window_of_ones_own_hears_nothing(folder: Path, first: OneWindow) -> None:
    own = OneWindow(folder)
    assert not own.hold()
    (folder / "1-1.request").write_bytes(b"\0")
    assert own.requests() == ()
    assert first.requests() == (Request(),)


def test_a_request_means_the_same_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Request.of("a.seedbed", {}) == Request(str(tmp_path / "a.seedbed"))
    assert Request.of("", {}) == Request()
    assert Request.of("https://x.org/a.toml", {}).place == "https://x.org/a.toml"
    assert Request.of("", {"DESKTOP_STARTUP_ID": "x"}).permit == "x"
