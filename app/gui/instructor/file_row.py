"""The row below the sections: which file, whether it is saved, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.workshops.draft import Draft
from app.gui import theme
from app.gui.widgets import ElidedLabel
from app.i18n import _


class FileRow(QWidget):
    """Shows the file of a draft; its signals ask."""

    opened = Signal()
    saved = Signal()
    saved_as = Signal()
    closed = Signal()
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self.close_button, self.open = QPushButton(), QPushButton()
        self.save, self.save_as, self.next = QPushButton(), QPushButton(), QPushButton()
        theme.set_role(self.next, "primary")
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self.close_button)
        line.addWidget(self._said, 1)
        for button, signal in (
            (self.open, self.opened),
            (self.save_as, self.saved_as),
            (self.save, self.saved),
            (self.next, self.went_on),
        ):
            button.clicked.connect(signal)
            line.addWidget(button)
        self.close_button.clicked.connect(self.closed)
        for button in (self.close_button, self.open, self.save, self.save_as, self.next):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.close_button.setText(_("< Back to Seedbed"))
        self.close_button.setToolTip(_("To setting up this computer"))
        self.open.setText(_("&Open…"))
        self.open.setAccessibleDescription(_("Open a workshop file"))
        self.save_as.setText(_("Save &as…"))
        self.save.setText(_("Sa&ve"))

    def show_draft(self, draft: Draft, following: str) -> None:
        """Show where the draft stands, and which section is the `following` one, "" for none."""
        if draft.path is None:
            text = _("Not saved yet")
        elif draft.changed:
            text = _("Changed: {file}").format(file=draft.path)
        else:
            text = _("Saved: {file}").format(file=draft.path)
        self._said.show_text(text)
        self.next.setText(_("Ne&xt: {section} >").format(section=following))
        self.next.setVisible(bool(following))
        self.save.setEnabled(draft.changed or draft.path is None)
