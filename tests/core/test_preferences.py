"""Language and look are remembered; a file that is broken or full of nonsense says nothing."""

from __future__ import annotations

import pytest

from app.core import preferences
from app.core.preferences import NOTHING_SAID, Preferences
from app.paths import state_folder


def test_what_was_chosen_is_there_at_the_next_start() -> None:
    assert preferences.load() == NOTHING_SAID
    assert preferences.keep(Preferences("zh_CN", "dark"))
    assert preferences.load() == Preferences("zh_CN", "dark")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"dark"', '{"language": 7, "theme": ["dark"]}',
     '{"language": "tlh", "theme": "pink"}'],
)  # fmt: skip
def test_a_broken_file_says_nothing(text: str) -> None:
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "window.json").write_text(text, encoding="utf-8")
    assert preferences.load() == NOTHING_SAID


def test_half_a_file_is_used_as_far_as_it_goes() -> None:
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "window.json").write_text('{"theme": "dark", "new": 1}', encoding="utf-8")
    assert preferences.load() == Preferences("", "dark")


def test_the_command_line_goes_before_what_is_remembered() -> None:
    remembered = Preferences("zh_CN", "dark")
    assert Preferences("en").over(remembered) == Preferences("en", "dark")
    assert NOTHING_SAID.over(remembered) == remembered


def test_a_folder_that_cannot_be_written_harms_nothing() -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_text("a file where the folder should be", encoding="utf-8")
    assert not preferences.keep(Preferences("en", "light"))
