"""The start: a cover is there at once, the wizard takes its place, and a close means close."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.__main__ import main
from app.core.window_start import WindowStart
from app.gui.colours import colours_of
from app.gui.cover import Cover
from app.gui.start import PAINTED, READY, UNTIL_VARIABLE
from app.i18n import set_language

ROOT = Path(__file__).parents[2]


def when(moment: str) -> tuple[float, int]:
    """When a started program was so far (monotonic seconds), and its memory in bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", UNTIL_VARIABLE: moment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


@pytest.mark.parametrize("moment", [PAINTED, READY])
def test_a_double_click_leads_to_a_painted_window(moment: str) -> None:
    seconds, memory = when(moment)
    assert seconds > 0
    assert memory > 10_000_000


def test_the_cover_is_painted_before_the_wizard_is_loaded() -> None:
    program = f"""
import os, sys
os.environ["{UNTIL_VARIABLE}"] = "{PAINTED}"
import app.gui.start
def look():
    sys.stdout.write(str("app.gui.wizard" in sys.modules))
    sys.stdout.flush()
    os._exit(0)
app.gui.start.tell_and_end = look
from app.__main__ import main
main([])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "False", done.stderr


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Welcome to Seedbed"), ("zh_CN", "欢迎")]
)
def test_the_cover_greets_in_the_persons_language(
    qtbot: QtBot, language: str, greeting: str
) -> None:
    set_language(language)
    try:
        cover = Cover(colours_of("light"))
    finally:
        set_language("en")
    qtbot.addWidget(cover)
    assert any(greeting in label.text() for label in cover.findChildren(QLabel))
    assert greeting in cover.accessibleName()


def test_no_text_of_the_cover_is_cut_in_a_small_window(qtbot: QtBot) -> None:
    cover = Cover(colours_of("dark"))
    qtbot.addWidget(cover)
    cover.resize(cover.minimumSize())
    cover.show()
    for label in cover.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert cover.rect().contains(label.geometry()), label.text()


def test_closing_the_cover_is_told(qtbot: QtBot) -> None:
    cover = Cover(colours_of("light"))
    qtbot.addWidget(cover)
    with qtbot.waitSignal(cover.closed, timeout=1000):
        cover.close()


def test_a_double_click_on_a_workshop_file_opens_the_window_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places: list[str] = []

    def opened(start: WindowStart) -> int:
        places.append(start.place)
        return 0

    monkeypatch.setattr("app.__main__._open_window", opened)
    assert main([r"C:\Users\我\Class.SEEDBED"]) == 0
    assert places == [r"C:\Users\我\Class.SEEDBED"]
