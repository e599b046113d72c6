"""The window's way to clean up: the same choices as on the command line."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.plan import Plan
from app.core.session import Session
from app.gui.clean_up import CleanUp
from app.gui.known import Known
from app.gui.pages.welcome import WelcomePage
from tests.gui.conftest import texts_of

DAY = 86_400


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    files = [
        tmp_path / "cache" / "packages" / "aaaa" / "new-1-0.conda",
        tmp_path / "cache" / "packages" / "bbbb" / "old-1-0.conda",
        tmp_path / "cache" / "partials" / f"sha256-{'a' * 64}.partial",
    ]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes(1000))
    os.utime(files[1], (time.time() - 40 * DAY,) * 2)
    return files


@pytest.fixture
def dialog(archives: list[Path], tmp_path: Path, qtbot: QtBot) -> CleanUp:
    made = CleanUp(tmp_path / "cache", tmp_path / "state")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.rested):
        made.show()
    return made


def test_it_shows_what_is_there_and_what_would_go(dialog: CleanUp) -> None:
    shown = texts_of(dialog)
    assert shown.startswith("What Seedbed keeps for the next time")
    assert "Libraries, as they were downloaded: 2 kB (2 items" in shown
    assert "1 item will be removed; that frees 1 kB." in shown


def test_only_what_was_chosen_is_removed(
    dialog: CleanUp, archives: list[Path], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.rested):
        dialog.remove_button.click()
    assert [file.exists() for file in archives] == [True, False, True]
    assert "1 item was removed, 1 kB are free again." in texts_of(dialog)
    assert not dialog.remove_button.isEnabled()
    dialog.ages.setCurrentIndex(dialog.ages.count() - 1)
    dialog.only_partials.setChecked(True)
    with qtbot.waitSignal(dialog.rested):
        dialog.remove_button.click()
    assert [file.exists() for file in archives] == [True, False, False]
    dialog.only_partials.setChecked(False)
    with qtbot.waitSignal(dialog.rested):
        dialog.remove_button.click()
    assert "Nothing is kept." in texts_of(dialog)


def test_the_first_page_opens_it(session: Session, plan: Plan, qtbot: QtBot) -> None:
    from app.core.machine.facts import Machine

    page = WelcomePage(session, plan, Known(Machine("linux")))
    qtbot.addWidget(page)
    page.retranslate()
    page.clean_up.click()
    (dialog,) = page.findChildren(CleanUp)
    qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not page.findChildren(CleanUp))


def test_enter_on_a_choice_closes_and_never_removes(
    dialog: CleanUp, archives: list[Path], qtbot: QtBot
) -> None:
    assert dialog.remove_button.isEnabled()
    assert not dialog.remove_button.isDefault()
    dialog.only_partials.setFocus()
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.only_partials, Qt.Key.Key_Return)
    assert all(file.exists() for file in archives)
