"""QR codes as bare squares; drawing them is the front ends' business."""

from __future__ import annotations

# Dark squares as True, row by row, with the quiet edge around them that readers need.
Squares = tuple[tuple[bool, ...], ...]

_EDGE = 2


def squares(text: str) -> Squares:
    """The QR code of a text; it still can be read when a tenth of it cannot be seen."""
    import segno

    code = segno.make(text, micro=False, error="m")
    return tuple(tuple(bool(square) for square in row) for row in code.matrix_iter(border=_EDGE))
