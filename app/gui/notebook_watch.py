"""Tells whether the notebook program that was just started has really come up, and where.

Reads what that program writes down about itself; starting it is the page's business.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.after.jupyter_address import address_in
from app.core.session import Session
from app.i18n import _

_POLL_MILLISECONDS = 500
_PATIENCE_SECONDS = 60.0


class NotebookWatch(QObject):
    """Looks twice a second, for `patience` seconds; `told` brings a sentence for the person."""

    told = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._root, self._opened = Path(), ""
        self._since = 0.0
        self.patience = _PATIENCE_SECONDS
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._on_look)

    def begin(self, root: Path, since: float, opened: str = "") -> None:
        """Watch for a program that shows `root`, with the file `opened` in it, and was started at
        `since` (seconds since the epoch): a quick one has noted itself before it is watched."""
        self._root, self._opened = root, opened
        self._since = since
        self._timer.start()

    def stop(self) -> None:
        """Look no more: what was begun is not what is shown."""
        self._timer.stop()

    @Slot()
    def _on_look(self) -> None:
        address = address_in(self._session, self._root, self._since, self._opened)
        if address:
            text = _("It runs. If your browser shows nothing, copy this address into it: {address}")
            self._tell(text.format(address=address))
        elif time.time() - self._since > self.patience:
            self._tell(
                _(
                    "It has not answered for a minute. Open a terminal (2) and type “jupyter lab”: "
                    "it says there what is wrong."
                )
            )

    def _tell(self, text: str) -> None:
        self._timer.stop()
        self.told.emit(text)
