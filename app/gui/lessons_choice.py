"""The card that asks whether, and where, the first lessons are copied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QLineEdit, QPushButton

from app.core.finding import Finding
from app.gui.typed_path import as_path, show_path
from app.gui.widgets import Findings, card, label, row
from app.i18n import _


class LessonsChoice(QObject):
    """A tick and a folder; `edited` says that the person changed one of them. `usual` is the
    folder to begin with."""

    edited = Signal()

    def __init__(self, usual: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = usual
        self.frame: QFrame
        self.frame, column = card()
        self.wanted = QCheckBox()
        self.wanted.clicked.connect(self._on_wanted)
        self.folder = QLineEdit()
        self.folder.textEdited.connect(self._on_typed)
        self._browse = QPushButton()
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._on_browse)
        self._text = label("muted")
        self._trouble = Findings()
        column.addWidget(self.wanted)
        column.addLayout(row(self.folder, self._browse))
        column.addWidget(self._text)
        column.addWidget(self._trouble)

    def chosen(self) -> Path | None:
        """The folder that is typed, the one before while nothing is; None where no lessons are
        wanted."""
        return as_path(self.folder.text(), self._folder) if self.wanted.isChecked() else None

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.wanted.setText(_("Put the first &lessons in:"))
        self.folder.setAccessibleName(_("Folder for the first lessons"))
        self._browse.setText(_("Bro&wse…"))
        self._text.setText(
            _("Three short notebooks to begin with. A lesson you have written in stays as it is.")
        )

    def show_folder(self, folder: Path | None) -> None:
        """Show what is chosen; a field that somebody has just emptied to type is left alone."""
        self.wanted.setChecked(folder is not None)
        self._folder = folder or self._folder
        if self.folder.text().strip() or not self.folder.hasFocus():
            show_path(self.folder, str(self._folder))
        for widget in (self.folder, self._browse):
            widget.setEnabled(folder is not None)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what speaks against the folder."""
        self._trouble.show_findings(findings)

    @Slot()
    def _on_wanted(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_typed(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_browse(self) -> None:
        start = self.folder.text() or str(self._folder.parent)
        title = _("Folder for the first lessons")
        folder = QFileDialog.getExistingDirectory(self.frame, title, start)
        if folder:
            self.folder.setText(str(Path(folder)))
            self.edited.emit()
