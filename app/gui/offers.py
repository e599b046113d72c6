"""A workshop that reaches the open window from outside: opened at once, or after a question.

Nothing that was answered is lost without one, and a run is never disturbed.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from app.core.place import is_address
from app.i18n import _

if TYPE_CHECKING:
    from app.gui.wizard import Wizard

_LONGEST_NAME = 80


class OfferQuestion(QMessageBox):
    """Whether to open `place` now; `open_chosen` after `finished` tells. Esc and Enter: do not."""

    def __init__(self, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        question = _("Open “{name}” now?").format(name=_name_of(place))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(question)
        self.setText(question)
        self.setInformativeText(
            _(
                "Seedbed begins anew with it, and forgets the answers that you have given here. "
                "What is already installed stays."
            )
        )
        self.open_button = self.addButton(_("&Open it"), QMessageBox.ButtonRole.AcceptRole)
        self.keep_button = self.addButton(
            _("&Keep my answers, do not open it"), QMessageBox.ButtonRole.RejectRole
        )
        self.setDefaultButton(self.keep_button)
        self.setEscapeButton(self.keep_button)

    @property
    def open_chosen(self) -> bool:
        """Whether the person chose to open it."""
        return self.clickedButton() is self.open_button


class BusyNote(QMessageBox):
    """Tells that nothing can be opened while an installation is going on."""

    def __init__(self, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Information)
        self.setWindowTitle(_("Seedbed"))
        self.setText(_("The installation goes on."))
        text = _("Open “{name}” again when it has finished.")
        self.setInformativeText(text.format(name=_name_of(place)))
        self.addButton(_("&Continue installing"), QMessageBox.ButtonRole.AcceptRole)


class Offers(QObject):
    """Takes offers for one wizard; one question at a time, `box` while it is open."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._place, self._waiting = "", ""
        self.box: QMessageBox | None = None

    def take(self, place: str) -> None:
        """Open `place`, ask about it, or tell why not; "" is no offer."""
        wizard = self._wizard
        if not place:
            return
        if self.box is not None or wizard.question is not None:
            self._waiting = place  # its turn comes when that question is answered
        elif wizard.running.running:
            self._show(BusyNote(place, wizard))
        elif self._is_begun():
            self._place = place
            self._show(OfferQuestion(place, wizard))
        else:
            wizard.welcome.open(place)

    def take_waiting(self) -> None:
        """Take what was offered while another question was open."""
        place, self._waiting = self._waiting, ""
        self.take(place)

    def _is_begun(self) -> bool:
        """Whether anything was answered, or is ready, that a new workshop would push aside."""
        return self._wizard.road.begun or self._wizard.running.ever_succeeded

    def _show(self, box: QMessageBox) -> None:
        self.box = box
        box.finished.connect(self._on_answer)
        box.open()

    @Slot()
    def _on_answer(self) -> None:
        box, self.box = self.box, None
        if isinstance(box, OfferQuestion) and box.open_chosen and not self._wizard.running.running:
            self._wizard.begin_anew()
            self._wizard.welcome.open(self._place)
        if box is not None:
            box.deleteLater()
        self.take_waiting()


def _name_of(place: str) -> str:
    """What people call it: the file's name, or the whole address."""
    name = place if is_address(place) else PurePath(place).name or place
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
