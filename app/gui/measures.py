"""The sizes of the window and of its rail, which the cover and the wizard share."""

from __future__ import annotations

from PySide6.QtCore import QSize

from app.gui import theme

SMALLEST = QSize(900, 600)
USUAL = QSize(1000, 720)
RAIL_WIDTH = 26 * theme.GRID
