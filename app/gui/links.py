"""Links of the window: opened by the person's web browser, in the person's environment.

Qt would start the browser in ours, where a packaged program's libraries stand before the system's
(packaging §2).
"""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.core.cancel import Cancel
from app.core.session import Session
from app.errors import CommandFailed

_SCHEMES = ("http", "https")


class Links(QObject):
    """Answers for every link that is clicked, as long as it lives."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        for scheme in _SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "open")  # type: ignore[arg-type]

    @Slot(QUrl)
    def open(self, link: QUrl) -> None:
        """Start the browser. Where there is none, the link can still be read and copied."""
        text = link.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        with suppress(CommandFailed):
            command = self._session.platform.open_link_command(text)
            self._session.shell(Cancel()).start_detached(command)
