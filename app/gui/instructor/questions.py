"""The questions about the workshop's file; Enter and Esc always mean what loses nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import InstallError
from app.i18n import _


class UnsavedQuestion(QMessageBox):
    """What to do with changes that are not in the file, and with work that goes on."""

    def __init__(self, parent: QWidget, changed: bool) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Question)
        role = QMessageBox.ButtonRole
        self.save_button = None
        if changed:
            question = _("Save the workshop first?")
            self.setInformativeText(
                _("It has changes that its file does not have; they are lost if you do not save.")
            )
            self.save_button = self.addButton(_("&Save"), role.AcceptRole)
            self.discard_button = self.addButton(_("&Do not save"), role.DestructiveRole)
        else:
            question = _("Stop the work that goes on?")
            self.setInformativeText(
                _(
                    "A kit is being made, checked or shared. What is there is kept; who is still "
                    "downloading from this computer is cut off, and can go on later."
                )
            )
            self.discard_button = self.addButton(_("&Stop and go back"), role.DestructiveRole)
        self.setWindowTitle(question)
        self.setText(question)
        stay = _("&Keep editing") if changed else _("&Keep working here")
        self.stay_button = self.addButton(stay, role.RejectRole)
        self.setDefaultButton(self.save_button or self.stay_button)
        self.setEscapeButton(self.stay_button)

    @property
    def save_chosen(self) -> bool:
        """Whether the person chose to save."""
        return self.save_button is not None and self.clickedButton() is self.save_button

    @property
    def discard_chosen(self) -> bool:
        """Whether the person chose to lose the changes, or to stop the work."""
        return self.clickedButton() is self.discard_button


class ChangedQuestion(QMessageBox):
    """The file is not as it was read: whether to replace it, to read it, or neither."""

    def __init__(self, error: InstallError, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(error.summary)
        self.setText(error.summary)
        self.setInformativeText(
            _(
                "Save mine: what the other program has changed in the answers is lost. Load "
                "theirs: what you have changed in this window and not saved is lost. Decide "
                "later: nothing is written, and nothing is lost."
            )
        )
        role = QMessageBox.ButtonRole
        self.replace_button = self.addButton(_("&Save mine"), role.DestructiveRole)
        self.read_button = self.addButton(_("&Load theirs"), role.DestructiveRole)
        self.leave_button = self.addButton(_("&Decide later"), role.RejectRole)
        self.setDefaultButton(self.leave_button)
        self.setEscapeButton(self.leave_button)

    @property
    def replace_chosen(self) -> bool:
        """Whether the file shall be replaced."""
        return self.clickedButton() is self.replace_button

    @property
    def read_chosen(self) -> bool:
        """Whether the file shall be read anew."""
        return self.clickedButton() is self.read_button


class Trouble(QMessageBox):
    """One sentence about what went wrong, and what helps."""

    def __init__(self, error: InstallError, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(_("Seedbed: a problem"))
        self.setText(error.summary)
        self.setInformativeText(error.remedy)
        self.addButton(_("&Close"), QMessageBox.ButtonRole.AcceptRole)
