"""The quiet strip at the bottom of the window: why Next is grey, else what goes on behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from app.gui import theme
from app.gui.bars import show_on_bar
from app.gui.known import Known, Transfer
from app.gui.plain_tip import plain_tip
from app.gui.transfer_line import download_texts
from app.gui.widgets import ElidedLabel
from app.i18n import _

_BAR_WIDTH = 8 * theme.GRID


class Strip(QFrame):
    """One line of text, and a thin bar where the whole is known; empty while nothing goes on.

    Why the person cannot go on matters more than what goes on, and stands at the right: beside
    the buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "strip")
        # It lies over the row of buttons and must never take a press from one.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._texts: Sequence[str] = ()
        self._bar = QProgressBar()
        theme.set_role(self._bar, "thin")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._text = ElidedLabel("small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._bar)
        line.addWidget(self._text, 1)

    def show_known(self, known: Known, hint: str = "") -> None:
        """Show the `hint`, else what goes on; the download before the solver, the solver before
        the rest."""
        self._texts = (hint,) if hint else _texts(known)
        side = Qt.AlignmentFlag.AlignRight if hint else Qt.AlignmentFlag.AlignLeft
        self._text.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        theme.set_role(self._text, "" if hint else "small")
        download = known.download
        measured = not hint and download.state is Transfer.RUNNING and download.total is not None
        self._bar.setAccessibleName(self._texts[0] if self._texts else _("Background work"))
        self._bar.setVisible(measured)
        if measured:
            show_on_bar(self._bar, download.done, download.total)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The longest text that fits: what was left out is in the tool tip, nothing is cut."""
        bar = 0 if self._bar.isHidden() else _BAR_WIDTH + theme.GRID
        room = self.width() - bar
        measure = self._text.fontMetrics().horizontalAdvance
        fitting = [text for text in self._texts if measure(text) <= room]
        shown = (fitting or [*self._texts[-1:], ""])[0]
        self._text.show_text(shown)
        if self._texts:
            self._text.setToolTip(plain_tip(self._texts[0]))
            self._text.setAccessibleName(self._texts[0])


def _texts(known: Known) -> Sequence[str]:
    """What goes on, in words: the whole first, then ever shorter."""
    if known.download.state is Transfer.RUNNING:
        return download_texts(known.download)
    if known.solving:
        return (_("Choosing versions that fit together…"),)
    if known.asking_pythons:
        return (_("Asking the channel for Python versions…"),)
    if known.machine.pending:
        return (_("Looking at this computer…"),)
    return ()
