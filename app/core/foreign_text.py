"""Somebody else's text in a message of ours: short, and nothing that moves a terminal."""

from __future__ import annotations

import unicodedata

MOST = 100
_JOINER = "\u200d"  # holds a picture together that is made of several


def printable(text: str) -> str:
    """The text with a question mark for each character that is none, or moves a terminal. Blanks
    of other writings stay: they are in people's own paths."""
    return "".join(char if _is_printable(char) else "?" for char in text)


def _is_printable(char: str) -> bool:
    return char.isprintable() or char == _JOINER or unicodedata.category(char) == "Zs"


def one_line(text: str) -> str:
    """All of it, printable, with blanks in the place of its line breaks and tabs."""
    return printable(" ".join(text.expandtabs(1).splitlines()))


def shown(text: str, most: int = MOST) -> str:
    """The first `most` characters of it, printable."""
    return printable(text[:most])
