"""Tool tips say what they are given, letter by letter.

Qt takes a tip that looks like HTML for HTML, and a name that anybody in the room may give
would load a picture from our disk. Labels and boxes are told so by their text format.
"""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """`text` for a tool tip; marked up only where Qt would take it for markup itself."""
    if not Qt.mightBeRichText(text):
        return text
    lines = (escape(line) for line in text.splitlines())
    return f"<qt>{'<br>'.join(lines)}</qt>"
