"""The button of the last page that begins again: shown there only, left of the others.

What beginning again means is the wizard's business.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWizard, QWizardPage

from app.i18n import _

_BUTTON = QWizard.WizardButton.CustomButton1


class BeginAgain(QObject):
    """`asked` when the person wants another environment."""

    asked = Signal()

    def __init__(self, window: QWizard, last: QWizardPage) -> None:
        super().__init__(window)
        self._window, self._last = window, last
        window.currentIdChanged.connect(self._on_page)
        window.customButtonClicked.connect(self._on_clicked)

    def retranslate(self) -> None:
        """Write the text in the language of now."""
        self._window.setButtonText(_BUTTON, _("Set up &another environment"))

    @Slot()
    def _on_page(self) -> None:
        shown = self._window.currentPage() is self._last
        self._window.setOption(QWizard.WizardOption.HaveCustomButton1, shown)
        button = self._window.button(_BUTTON)
        if shown and isinstance(button, QPushButton):
            button.setAutoDefault(False)

    @Slot()
    def _on_clicked(self) -> None:
        self.asked.emit()
