"""Somebody else's text moves no terminal, and people's own paths stay as they are."""

from __future__ import annotations

import pytest

from app.core.foreign_text import one_line, printable, shown


@pytest.mark.parametrize("text", ["\x1b[2J", "\r", "\x7f", "\u2028", "\u202e", "\udcff", "\x9b2J"])
def test_what_moves_a_terminal_or_is_no_character_is_a_question_mark(text: str) -> None:
    assert printable(text)[0] == "?"


@pytest.mark.parametrize("text", ["教程\u3000一", "Mes\u00a0documents", "👩\u200d🔬.ipynb", "é à"])
def test_blanks_of_other_writings_and_joined_pictures_stay(text: str) -> None:
    assert printable(text) == text


def test_a_line_is_one_and_what_is_shown_is_short() -> None:
    assert one_line("a\nb\tc") == "a b c"
    assert shown("x" * 1000, 5) == "xxxxx"
