"""The line over a page that the author of the workshop has decided about, and why it is so."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from app.core.plan import PageRule, Workshop
from app.gui import theme
from app.gui.widgets import Icon, label, row
from app.i18n import _, sentences


class AuthorNote(QFrame):
    """Hidden where the page is the person's own to answer."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "finding-note")
        self._state: tuple[PageRule, bool, str] = (PageRule.ASKED, False, "")
        self._workshop = Workshop()
        self._icon, self._text, self._why = Icon(), label(), label("muted")
        self.button = QPushButton()
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        theme.set_role(self.button, "link")
        self.button.toggled.connect(self._on_toggled)
        line = row(self._icon, self._text, self.button)
        line.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GRID, theme.HALF, theme.GRID, theme.HALF)
        column.setSpacing(theme.HALF)
        column.addLayout(line)
        self._why.setIndent(self._icon.width() + theme.GRID)  # below the words
        column.addWidget(self._why)
        self.hide()

    def show_rule(self, rule: PageRule, opened: bool, extra: str, workshop: Workshop) -> None:
        """Show what the author has decided; `opened` where it did not work here, `extra` is what
        the person decides all the same."""
        state = (rule, opened, extra)
        if (state, workshop) == (self._state, self._workshop):
            return  # asked at every change of the window
        self._state, self._workshop = state, workshop
        self.retranslate()
        self.setVisible(opened or rule is not PageRule.ASKED)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        rule, opened, extra = self._state
        if opened:
            self._icon.show_state("note", "note", _("Note"))
            text = _(
                "The author of this workshop had decided what is on this page, but it does not work"
                " on this computer: you may change it."
            )
        else:
            self._icon.show_state("lock", "note", _("Locked"))
            text = sentences(_("Decided by the author of this workshop."), extra)
        self._text.setText(text)
        self.button.setText(_("Why can I not change it?"))
        self.button.setAccessibleDescription(self._reason())
        self.button.setVisible(not opened and rule is not PageRule.ASKED)
        self._why.setText(self._reason())
        self._why.setVisible(self.button.isChecked() and not opened)
        self.setAccessibleName(text)

    def _reason(self) -> str:
        by, contact = self._workshop.author, self._workshop.contact
        whom = ", ".join(part for part in (by, contact) if part)
        return sentences(
            _("So everybody in the workshop has the same, and nobody has to choose."),
            _("Where it does not work on a computer, the page opens there by itself."),
            _("If you need something else, ask: {whom}.").format(whom=whom) if whom else "",
        )

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self._why.setVisible(shown)
