"""What has been opened: whose workshop it is, from where, and all that it will run.

Seen before anything runs; the words are the core's.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.amounts import arrival_text
from app.core.session import Session
from app.core.workshops import words
from app.gui import theme
from app.gui.logo import LogoLabel
from app.gui.services import ReadyPlan
from app.gui.widgets import ElidedLabel, label
from app.i18n import _


class OpenedCard(QWidget):
    """A few lines of text with a logo at their right; hidden where nothing was opened."""

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._said, self._facts = label("card-title"), label(), label("small")
        # Shortened in its middle: a long path keeps its drive or server and its last folder.
        self.origin = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self.logo = LogoLabel()
        column = QVBoxLayout()
        column.setSpacing(2)
        for text in (self._heading, self._said, self.origin, self._facts):
            column.addWidget(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.GRID, 0, 0)
        line.setSpacing(theme.GAP)
        line.addLayout(column, 1)
        line.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_words(self, text: str) -> None:
        """Show a word about what goes on; "" for nothing."""
        self._show(text)
        self.logo.show_logo(b"")

    @Slot(list)
    def show_arriving(self, batch: list[tuple[int, int | None]]) -> None:
        """Show how much of a zipped kit has arrived: the last of (bytes, total)."""
        self.show_words(arrival_text(*batch[-1]))

    def show_workshop(self, ready: ReadyPlan, session: Session) -> None:
        """Show what was opened."""
        plan, logo = ready.plan, ready.logo
        facts = [
            _("Packages come from: {channels}.").format(channels=words.packages_from(plan)),
            words.what_runs(plan, session.catalog),
        ]
        if logo is not None and not self.logo.show_logo(logo.data):
            facts.append(logo.problem or _("The logo is not shown: it cannot be read."))
        elif logo is None:
            self.logo.show_logo(b"")
        said = "\n".join(filter(None, (words.description(plan), words.questions(plan))))
        origin = words.origin(plan, session)
        self._show(words.heading(plan), said, origin, "\n".join(filter(None, facts)))

    def _show(self, heading: str, said: str = "", origin: str = "", facts: str = "") -> None:
        for line, text in ((self._heading, heading), (self._said, said), (self._facts, facts)):
            line.setText(text)
            line.setVisible(bool(text))
        self.origin.show_text(origin)
        self.origin.setVisible(bool(origin))
        self.setVisible(bool(heading))
