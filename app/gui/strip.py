"""The quiet strip at the bottom of the window: what goes on in the background."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from app.gui import theme
from app.gui.known import Known, Transfer
from app.gui.transfer_line import download_text, show_on_bar
from app.gui.widgets import ElidedLabel
from app.i18n import _

_BAR_WIDTH = 96


class Strip(QFrame):
    """One line of text and a small bar; empty while nothing goes on."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "strip")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._text = ElidedLabel("small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._bar)
        line.addWidget(self._text, 1)

    def show_known(self, known: Known) -> None:
        """Show what goes on; the download before the solver, the solver before the rest."""
        download = known.download
        text, done, total = "", 0.0, None
        if download.state is Transfer.RUNNING:
            text, done, total = download_text(download), download.done, download.total
        elif known.solving:
            text = _("Choosing versions that fit together…")
        elif known.asking_pythons:
            text = _("Asking the channel for Python versions…")
        elif known.machine.pending:
            text = _("Looking at this computer…")
        self._text.show_text(text)
        self._bar.setAccessibleName(text or _("Background work"))
        self._bar.setVisible(bool(text))
        show_on_bar(self._bar, done, total)
