"""A link is opened by the person's browser, and that is started as the person would start it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.core.session import Session
from app.gui.links import Links
from app.platforms import named

LINK = "https://example.org/seedbed?a=1&b=%E6%96%B0"


@pytest.fixture
def links(session: Session) -> Iterator[Links]:
    owner = QObject()
    yield Links(session, owner)
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.skipif(os.name == "nt", reason="needs a script as a program")
def test_the_browser_gets_the_whole_link_and_none_of_our_libraries(
    links: Links, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    folder, told = tmp_path / "bin", tmp_path / "told"
    folder.mkdir()
    script = f'#!/bin/sh\necho "$1 [$LD_LIBRARY_PATH]" > "{told}.new" && mv "{told}.new" "{told}"\n'
    (folder / "xdg-open").write_text(script, "utf-8")
    (folder / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    assert QDesktopServices.openUrl(QUrl(LINK))
    qtbot.waitUntil(told.exists, timeout=10_000)
    assert told.read_text("utf-8") == f"{LINK} []\n"


def test_without_a_browser_nothing_breaks(
    links: Links, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    links.open(QUrl(LINK))


@pytest.mark.parametrize("family", ["linux", "macos", "windows"])
def test_each_system_takes_the_link_as_one_argument(family: str) -> None:
    assert named(family).open_link_command(LINK).arguments[-1] == LINK
