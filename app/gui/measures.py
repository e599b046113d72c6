"""The measures of the look: the grid, the text sizes, the window and its rail. No colours."""

from __future__ import annotations

from PySide6.QtCore import QSize

# The grid, in logical pixels: every distance is one of these.
GRID = 8
HALF = GRID // 2
GAP = 2 * GRID  # between cards, and inside them
MARGIN = 3 * GRID  # around a page
CARD_MARGINS = (GAP, GRID + HALF, GAP, GRID + HALF)
CONTENT_WIDTH = 120 * GRID  # lines longer than this are hard to read, however wide the window
# The four text sizes, as shares of the system's own, which is the body's.
SIZES = {"small": 0.92, "body": 1.0, "section": 1.15, "heading": 1.6}
SMALLEST = QSize(900, 600)
USUAL = QSize(1000, 720)
RAIL_WIDTH = 26 * GRID
