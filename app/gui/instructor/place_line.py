"""A file or folder beside the workshop file: how the file names it, and a button to choose it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from app.core.finding import Finding, Level
from app.core.workshops.draft import beside
from app.errors import InstallError
from app.gui.instructor.text_fields import TextFields
from app.gui.widgets import row


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: the title of the dialog, whether a folder, and which files."""

    title: str
    folder: bool = False
    files: str = ""


class PlaceLine(QObject):
    """A line with its button. `judged` says that the place was found wrong, or right again."""

    judged = Signal()

    def __init__(self, fields: TextFields, field: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.field, self._ask = field, Ask("")
        self._refused: InstallError | None = None
        self.source = ""
        self.line = fields.line(field)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_choose)
        self.line.textEdited.connect(self._on_typed)
        self._edited = fields.edited

    def layout(self) -> QHBoxLayout:
        """Both side by side."""
        line = row(self.line, self.button)
        line.setStretch(0, 1)
        return line

    def retranslate(self, ask: Ask, text: str) -> None:
        """Write the texts in the language of now; `text` is the button's."""
        self._ask = ask
        self.button.setText(text)
        self.button.setAccessibleDescription(ask.title)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the place that was chosen last."""
        error = self._refused
        if error is None:
            return ()
        field = f"workshop.{self.field}"
        return (Finding(field, Level.WARN, "elsewhere", error.summary, error.remedy),)

    def take(self, place: Path) -> None:
        """Name this place, if it lies beside the workshop file."""
        try:
            reference = beside(self.source, place, self._ask.title)
        except InstallError as error:
            self._judge(error)
            return
        self.line.setText(reference)
        self._judge(None)
        self._edited.emit()

    def _judge(self, error: InstallError | None) -> None:
        self._refused = error
        self.judged.emit()

    @Slot()
    def _on_typed(self) -> None:
        self._judge(None)

    @Slot()
    def _on_choose(self) -> None:
        start = self.source or str(Path.home())
        if self._ask.folder:
            chosen = QFileDialog.getExistingDirectory(self._window, self._ask.title, start)
        else:
            chosen, _filter = QFileDialog.getOpenFileName(
                self._window, self._ask.title, start, self._ask.files
            )
        if chosen:
            self.take(Path(chosen))
