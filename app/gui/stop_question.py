"""The one question in mid-run: whether to stop, with what will be kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.i18n import _


class StopQuestion(QMessageBox):
    """Asks without holding anything up; `stop_chosen` after `finished` tells the answer.

    `closes` tells that the window will be closed then. Enter, Esc and the cross all mean: go on.
    """

    def __init__(self, parent: QWidget, closes: bool = False) -> None:
        super().__init__(parent)
        question = _("Stop the installation and close Seedbed?")
        if not closes:
            question = _("Stop the installation?")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(question)
        self.setText(question)
        self.setInformativeText(
            _(
                "What has been downloaded and finished is kept, and the next run goes on from "
                "there. Only what is half installed is removed. Your own files are not touched."
            )
        )
        stop = _("&Stop and close") if closes else _("&Stop")
        self.stop_button = self.addButton(stop, QMessageBox.ButtonRole.DestructiveRole)
        self.go_on_button = self.addButton(
            _("&Continue installing"), QMessageBox.ButtonRole.RejectRole
        )
        self.setDefaultButton(self.go_on_button)
        self.setEscapeButton(self.go_on_button)

    @property
    def stop_chosen(self) -> bool:
        """Whether the person chose to stop."""
        return self.clickedButton() is self.stop_button
