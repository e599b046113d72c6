"""The frame around the pages: the look of QWizard, its rail, its strip, Qt's own button texts.

The order of the pages and what the buttons do is the wizard's business.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget, QWizard

from app.gui import theme
from app.gui.rail import Rail
from app.gui.strip import Strip

SMALLEST = QSize(900, 600)
USUAL = QSize(1000, 720)
# Qt's own words for its buttons, which its own catalogues translate.
_QT_TEXTS = (
    (QWizard.WizardButton.BackButton, "< &Back", "Go Back"),
    (QWizard.WizardButton.NextButton, "&Next >", "Continue"),
    (QWizard.WizardButton.FinishButton, "&Finish", "Done"),
    (QWizard.WizardButton.CancelButton, "Cancel", "Cancel"),
)


class Frame(QWizard):
    """A QWizard with a `rail` at its left and a `strip` in the free part of its button row."""

    def __init__(self) -> None:
        super().__init__()
        if self.wizardStyle() is QWizard.WizardStyle.AeroStyle:  # it would hide the Back button
            self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setOption(QWizard.WizardOption.DisabledBackButtonOnLastPage)
        self.setWindowIcon(theme.application_icon())
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.rail = Rail()
        self.setSideWidget(self.rail)
        self.strip = Strip()
        self.strip.setParent(self)

    def retranslate_buttons(self) -> None:
        """Qt's own button texts in the language of now; QWizard does it only on the next page."""
        mac = self.wizardStyle() is QWizard.WizardStyle.MacStyle
        for kind, usual, on_mac in _QT_TEXTS:
            text = QCoreApplication.translate("QWizard", on_mac if mac else usual)
            self.setButtonText(kind, text)

    def place_strip(self) -> None:
        """QWizard has no place for it, so it lies over the free part of the row of buttons."""
        kinds = QWizard.WizardButton
        shown: list[QWidget] = [
            button
            for kind in (kinds.BackButton, kinds.NextButton, kinds.CommitButton,
                         kinds.FinishButton, kinds.CancelButton)
            if (button := self.button(kind)) is not None and button.isVisible()
        ]  # fmt: skip
        if not shown:
            return
        corners = [button.mapTo(self, QPoint(0, 0)) for button in shown]
        left = min(corner.x() for corner in corners)
        margin = 2 * theme.GRID
        width = left - 2 * margin
        self.strip.setGeometry(margin, corners[0].y(), max(0, width), shown[0].height())
        self.strip.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip in its place."""
        super().resizeEvent(event)
        self.place_strip()
