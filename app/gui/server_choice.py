"""The choice of servers in the window: the line that leads to it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.core.consent import Consent
from app.core.mirrors import remembered
from app.core.session import Session
from app.gui import theme
from app.gui.faster_server import FasterServerDialog
from app.gui.widgets import label
from app.i18n import _

Consents = tuple[Consent, ...]


class ServerLine(QFrame):
    """A sentence about servers, and the button that leads to others."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = label("muted")
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._text, 1)
        line.addWidget(self.button)

    def retranslate(self, sentence: str) -> None:
        """Write the texts in the language of now."""
        self._text.setText(sentence)
        self.button.setText(_("&Find a faster server…"))
        self.button.setAccessibleDescription(sentence)


class ServerChoice(QObject):
    """Opens the dialog; `used` tells what is consented to now, `chosen` brings the person's
    consents, which are remembered too."""

    chosen = Signal(object)

    def __init__(self, session: Session, used: Callable[[], Consents], parent: QWidget) -> None:
        super().__init__(parent)
        self._used = used
        self._session = session
        self._window = parent
        self.dialog: FasterServerDialog | None = None

    @property
    def busy(self) -> bool:
        """Whether a measurement still goes on."""
        return self.dialog is not None and self.dialog.worker.busy

    @Slot()
    def ask(self) -> None:
        """Open the dialog and measure; one at a time."""
        if self.dialog is not None and (self.dialog.isVisible() or self.busy):
            return
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = FasterServerDialog(self._session, self._used(), self._window)
        self.dialog.chosen.connect(self._on_chosen)
        self.dialog.open()
        self.dialog.measure()

    def stop(self) -> None:
        """Close the dialog; `busy` tells when its measurement has ended."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot(object)
    def _on_chosen(self, consents: Consents) -> None:
        self.chosen.emit(consents)
        remembered.keep(consents)
