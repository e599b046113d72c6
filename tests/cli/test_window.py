"""`seedbed window`: what the command line says about language and look reaches the window."""

from __future__ import annotations

import pytest

from app.cli import run
from app.core.preferences import Preferences
from app.core.window_start import WindowStart


class Opened:
    """Stands where the window would be, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.wishes: list[Preferences] = []
        self.own: list[bool] = []

    def open(self, start: WindowStart) -> int:
        self.wishes.append(start.wish)
        self.own.append(start.own)
        return 0


@pytest.mark.parametrize(
    ("arguments", "wish"),
    [
        ([], Preferences()),
        (["window"], Preferences()),
        (["window", "--theme", "dark"], Preferences("", "dark")),
        (["--language", "zh_CN", "window", "--theme", "system"], Preferences("zh_CN", "system")),
        (["--language", "en", "window"], Preferences("en", "")),
        (["--language", "zh_CN"], Preferences("zh_CN", "")),
        (["--language=zh_CN"], Preferences("zh_CN", "")),
    ],
)
def test_language_and_look_are_handed_on(arguments: list[str], wish: Preferences) -> None:
    opened = Opened()
    assert run(arguments, opened.open) == 0
    assert opened.wishes == [wish]


@pytest.mark.parametrize(
    ("arguments", "own"),
    [
        (["window"], False),
        (["--language", "en", "window", "course.seedbed", "--theme", "dark"], False),
        (["window", "--python", "3.12"], True),
        (["window", "--no-lessons"], True),
        (["window", "course.seedbed", "--package", "numpy"], True),
    ],
)
def test_only_answers_need_a_window_of_their_own(arguments: list[str], own: bool) -> None:
    opened = Opened()
    assert run(arguments, opened.open) == 0
    assert opened.own == [own]


def test_a_look_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run(["window", "--theme", "pink"], Opened().open)
    assert refused.value.code == 2
    assert "dark" in capsys.readouterr().err
