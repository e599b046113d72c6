"""The line at the foot of Welcome that asks whether to look for a newer Seedbed, and tells of one.

Looking is the core's business; nothing is looked for without the person's wish.
"""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from app.core.updates import agreement as update_agreement
from app.core.updates import latest as updates
from app.core.updates.latest import Announced
from app.core.updates.words import announced_text
from app.errors import InstallError
from app.gui import theme
from app.gui.widgets import label, row
from app.gui.worker import Outcome, Worker
from app.i18n import _, sentences

_LONGEST_SHOWN = 70


class UpdateLine(QWidget):
    """A tick, a button, and above them one quiet line once there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self._agreement = update_agreement.load()
        self._can_ask = bool(updates.address())
        self._asked, self._link = False, ""
        self._found: Announced | InstallError | None = None
        self._worker = Worker(self)
        self._worker.ended.connect(self._on_ended)
        self.weekly = QCheckBox()
        self.weekly.setChecked(self._agreement.weekly)
        self.weekly.clicked.connect(self._on_weekly)
        self.now_button = QPushButton()
        self.now_button.setAutoDefault(False)
        self.now_button.clicked.connect(self._on_now)
        self.news = label("muted")
        self.get_button = QPushButton()
        self.get_button.setAutoDefault(False)
        self.get_button.clicked.connect(self._on_get)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addWidget(self.news)
        column.addLayout(row(self.weekly, self.now_button, self.get_button, 1))

    @property
    def busy(self) -> bool:
        """Whether it is looking."""
        return self._worker.busy

    def stop(self) -> None:
        """Stop looking."""
        self._worker.cancel()

    def look_if_agreed(self) -> None:
        """Look quietly, if the person has agreed and a week has passed."""
        if self._can_ask and self._agreement.is_due(time.time()):
            self._look(asked=False)

    def tell(self, found: Announced | InstallError | None, asked: bool) -> None:
        """Show what was found; a look that was not `asked` for tells only good news."""
        self._found, self._asked = found, asked
        self._draw()

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.weekly.setText(_("Look for a newe&r Seedbed once a week"))
        self.now_button.setText(_("Loo&k now"))
        self.get_button.setText(_("&Get the newer one…"))
        self.get_button.setToolTip(_("Opens the page in the web browser"))
        self._draw()

    def _look(self, asked: bool) -> None:
        if not self.busy:
            self._worker.start(lambda _emit, cancel: updates.look(cancel))
        self.tell(None, asked)

    def _draw(self) -> None:
        text, self._link = self._words()
        whole = len(self._link) <= _LONGEST_SHOWN
        shown = self._link if whole else f"{self._link[:_LONGEST_SHOWN]}…"
        self.news.setText(f"{text}\n{shown}" if shown else text)
        self.news.setVisible(bool(text))
        self.get_button.setVisible(bool(self._link))
        self.get_button.setAccessibleDescription(shown)
        self.now_button.setEnabled(not self.busy)
        for widget in (self.weekly, self.now_button):  # of a copy that knows where to ask
            widget.setVisible(self._can_ask)

    def _words(self) -> tuple[str, str]:
        """What to say, and the link."""
        match self._found:
            case Announced() as found if found.newer or self._asked:
                optional = _("You can go on without it.") if found.newer else ""
                return sentences(announced_text(found), optional), found.link if found.newer else ""
            case InstallError() as error if self._asked:
                return sentences(error.summary, error.remedy), ""
            case _:
                return _("Looking…") if self.busy and self._asked else "", ""

    @Slot(bool)
    def _on_weekly(self, wanted: bool) -> None:
        self._agreement = replace(self._agreement, weekly=wanted)
        update_agreement.keep(self._agreement)

    @Slot()
    def _on_now(self) -> None:
        self._look(asked=True)

    @Slot()
    def _on_get(self) -> None:
        QDesktopServices.openUrl(QUrl(self._link))

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        found: Announced | InstallError | None = outcome.error
        if isinstance(outcome.value, Announced):
            found = outcome.value
            self._agreement = replace(self._agreement, looked=time.time())
            update_agreement.keep(self._agreement)
        self.tell(found, self._asked)
