"""On Review: whether the instructor's computer is told how far the run is, and under which name.

Shown only where the workshop was opened from a computer that shares it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit

from app.core.plan import Plan
from app.core.sharing.messages import LONGEST_NAME
from app.gui import theme
from app.gui.widgets import label, row
from app.i18n import _


class TellLine(QFrame):
    """A tick and a field for a name; `edited` tells that the person changed one of them."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._source, self._address = "", ""
        self.told = QCheckBox()
        self.told.clicked.connect(self._on_told)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.editingFinished.connect(self._on_name)
        left, _top, right, _bottom = theme.CARD_MARGINS
        self._called = label("muted", wrap=False)
        self._called.setBuddy(self.name)
        line = row(self.told, self._called, self.name)
        line.setStretch(2, 1)
        line.setContentsMargins(left, theme.HALF, right, theme.HALF)
        self.setLayout(line)
        theme.set_role(self, "card")
        self.hide()

    def show_plan(self, plan: Plan) -> None:
        """Show what the plan says; the address stays known after the tick was taken away."""
        target = plan.target
        if target.tell_to or target.source != self._source:
            self._source, self._address = target.source, target.tell_to
        self.told.setChecked(bool(target.tell_to))
        self.name.setEnabled(bool(target.tell_to))
        if not self.name.hasFocus():
            self.name.setText(target.tell_as)
        self.setVisible(bool(self._address))

    def applied_to(self, plan: Plan) -> Plan:
        """The plan with the person's answer."""
        if not self._address or plan.target.source != self._source:
            return plan
        told = self._address if self.told.isChecked() else ""
        return plan.with_target(tell_to=told, tell_as=self.name.text().strip())

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.told.setText(_("Show &the instructor my progress"))
        self._called.setText(_("Your name, if you like"))
        self.name.setAccessibleName(_("Your name, if you like"))

    @Slot()
    def _on_told(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_name(self) -> None:
        self.edited.emit()
