"""The frame around the pages: the look of QWizard, its rail, its strip, Qt's own button texts,
and what Enter does.

The order of the pages and what the buttons do is the wizard's business.
"""

from __future__ import annotations

import time
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget, QWizard

from app.gui import theme
from app.gui.keys import ENTER, press_focused
from app.gui.measures import SMALLEST, USUAL
from app.gui.plain_tip import plain_tip
from app.gui.rail import Rail
from app.gui.strip import Strip
from app.i18n import _

_KINDS = QWizard.WizardButton
# Qt's own words for its buttons, which its own catalogues translate.
_QT_TEXTS = (
    (_KINDS.BackButton, "< &Back", "Go Back"),
    (_KINDS.NextButton, "&Next >", "Continue"),
    (_KINDS.FinishButton, "&Finish", "Done"),
)
_SHOWN = (_KINDS.BackButton, _KINDS.NextButton, _KINDS.CommitButton, _KINDS.FinishButton,
          _KINDS.CancelButton, _KINDS.CustomButton1)  # fmt: skip
_FORWARD = (_KINDS.NextButton, _KINDS.CommitButton, _KINDS.FinishButton)
_FORWARD_WIDTH = 18 * theme.GRID
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Frame(QWizard):
    """A QWizard with a `rail` at its left and a `strip` in the free part of its button row."""

    def __init__(self) -> None:
        super().__init__()
        # Said in words even where it is so already: Windows would change to AeroStyle when the
        # window is shown, which moves Back into the title bar and lost the row of buttons.
        style = self.wizardStyle()
        aero, modern = QWizard.WizardStyle.AeroStyle, QWizard.WizardStyle.ModernStyle
        self.setWizardStyle(modern if style is aero else style)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setOption(QWizard.WizardOption.DisabledBackButtonOnLastPage)
        self.setWindowIcon(theme.application_icon())
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._arrived = 0.0
        self._closes = False
        self.rail = Rail()
        self.setSideWidget(self.rail)
        self.strip = Strip()
        self.strip.setParent(self)
        for kind in _FORWARD:  # so that Back stays where it is, whatever the way on is called
            self.button(kind).setMinimumWidth(_FORWARD_WIDTH)
        for button in self._buttons():
            button.installEventFilter(self)
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # the accent stays on Next, whatever has the focus

    def retranslate_buttons(self) -> None:
        """Qt's own button texts in the language of now; QWizard does it only on the next page."""
        mac = self.wizardStyle() is QWizard.WizardStyle.MacStyle
        for kind, usual, on_mac in _QT_TEXTS:
            text = QCoreApplication.translate("QWizard", on_mac if mac else usual)
            self.setButtonText(kind, text)
        self._name_cancel()

    def _name_cancel(self) -> None:
        text = _("Close") if self._closes else QCoreApplication.translate("QWizard", "Cancel")
        if self.buttonText(_KINDS.CancelButton) != text:
            self.setButtonText(_KINDS.CancelButton, text)

    def explain_next(self, hint: str) -> None:
        """Let the buttons that go on say why they are grey; "" where they are not."""
        for kind in (_KINDS.NextButton, _KINDS.CommitButton):
            self.button(kind).setAccessibleDescription(hint)
            self.button(kind).setToolTip(plain_tip(hint))

    def draw_cancel(self, closes: bool, waits: bool) -> None:
        """Where there is nothing to cancel any more it says Close; it waits while work stops."""
        self._closes = closes
        self._name_cancel()
        self.button(_KINDS.CancelButton).setEnabled(not waits)

    def arrived(self) -> None:
        """Another page is shown: a second press in the same moment was meant for the one before."""
        self._arrived = time.monotonic()
        last = self.button(_KINDS.CancelButton)
        for first, second in pairwise((last, *self.rail.buttons())):  # Tab: page, buttons, rail
            QWidget.setTabOrder(first, second)

    def place_strip(self) -> None:
        """QWizard has no place for it, so it lies over the free part of the row of buttons."""
        shown = [button for button in self._buttons() if button.isVisible()]
        if not shown:
            return
        corners = [button.mapTo(self, QPoint(0, 0)) for button in shown]
        left = min(corner.x() for corner in corners)
        width = left - theme.MARGIN - theme.GAP
        self.strip.setGeometry(theme.MARGIN, corners[0].y(), max(0, width), shown[0].height())
        self.strip.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip in its place."""
        super().resizeEvent(event)
        self.place_strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, once for each press: held down it must not run through to installing."""
        if event.key() in ENTER and (event.isAutoRepeat() or self._hasty()):
            event.accept()
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The strip follows the buttons; a double click on Next must not press Install."""
        if event.type() in _MOVES:
            self.place_strip()
        elif event.type() in _PRESSES and watched is self.button(_KINDS.CommitButton):
            return self._hasty()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.key() in ENTER and (event.isAutoRepeat() or self._hasty())
        return super().eventFilter(watched, event)

    def _hasty(self) -> bool:
        """Whether the page is so new that the press was meant for the one before."""
        since = (time.monotonic() - self._arrived) * 1000
        commit = self.button(_KINDS.CommitButton)
        return commit.isVisible() and since < QApplication.doubleClickInterval()

    def _buttons(self) -> list[QAbstractButton]:
        return [button for kind in _SHOWN if (button := self.button(kind)) is not None]
