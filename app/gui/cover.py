"""What stands in the window's place while the wizard is loaded: it looks the same and asks nothing.

Kept light, for it is what a person sees after a double click. The wizard's look is the theme's.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.gui import greeting
from app.gui.measures import GAP, GRID, MARGIN, RAIL_WIDTH, SIZES, SMALLEST, USUAL
from app.i18n import _

# As QWizard has them: between the window's edge and what is inside, and below the pages.
_EDGE, _BUTTON_ROW = 20, 76
_LOGO = 32
_HEADING_HEIGHT = 36
# Labels and a small style sheet: a painter's calls load all of Qt's names, which takes 10 ms.
_LOOK = """
QWidget {{ background: {window}; color: {text}; }}
QLabel#rail {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QLabel#name {{ background: {surface}; font-size: {section}pt; font-weight: 600; }}
QLabel#heading {{ font-size: {heading}pt; font-weight: 600; }}
QLabel#lead {{ color: {muted}; }}
"""


class Cover(QWidget):
    """The greeting in the wizard's size and `colours`; `closed` says that the person closed it."""

    closed = Signal()

    def __init__(self, colours: Mapping[str, str]) -> None:
        super().__init__()
        self.setWindowTitle(_("Seedbed"))
        self.setAccessibleName(greeting.heading())
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        points = self.font().pointSizeF()
        sizes = {name: f"{points * factor:.1f}" for name, factor in SIZES.items()}
        self.setStyleSheet(_LOOK.format(**colours, **sizes))
        self._rail, self._name = self._label("rail", ""), self._label("name", "Seedbed")
        self._heading = self._label("heading", greeting.heading())
        self._lead = self._label("lead", greeting.lead())
        self._lead.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything where the wizard will have it."""
        super().resizeEvent(event)
        self._rail.setGeometry(_EDGE, _EDGE, RAIL_WIDTH, self.height() - _EDGE - _BUTTON_ROW)
        beside = _EDGE + GAP + _LOGO + GRID
        self._name.setGeometry(beside, _EDGE + GAP, _EDGE + RAIL_WIDTH - beside - GRID, _LOGO)
        left = _EDGE + RAIL_WIDTH + GAP + MARGIN
        width = self.width() - left - GAP - _EDGE
        self._heading.setGeometry(left, _EDGE, width, _HEADING_HEIGHT)
        lead = QRect(left, _EDGE + _HEADING_HEIGHT + 1, width, self._lead.heightForWidth(width))
        self._lead.setGeometry(lead)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The person may change their mind before anything has begun."""
        super().closeEvent(event)
        self.closed.emit()

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setText(text)
        return label
