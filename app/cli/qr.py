"""A QR code on a terminal, two rows of squares in each line."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from app.core.qr import squares

# Black on white, whatever the terminal's own colours: readers want it that way round.
_STYLE = "black on bright_white"
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def lines(text: str) -> tuple[str, ...]:
    """The code as lines of text."""
    rows = list(squares(text))
    if len(rows) % 2:
        rows.append((False,) * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs
    )


def show_qr(out: Console, text: str) -> None:
    """Draw it; nothing where nobody could see it."""
    encodable = (out.encoding or "").lower().startswith("utf")
    if out.is_terminal and encodable:
        for line in lines(text):
            out.print(Text("  ").append(line, style=_STYLE))
