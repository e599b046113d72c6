"""Somebody else's text in a message of ours: short, and nothing that moves a terminal."""

from __future__ import annotations

MOST = 100


def printable(text: str) -> str:
    """The text with a question mark for each character that is none, or moves a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def one_line(text: str) -> str:
    """All of it, printable, with blanks in the place of its line breaks and tabs."""
    return printable(" ".join(text.expandtabs(1).splitlines()))


def shown(text: str, most: int = MOST) -> str:
    """The first `most` characters of it, printable."""
    return printable(text[:most])
