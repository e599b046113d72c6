"""Opening and saving the workshop's file: dialogs and questions, so that nothing is lost.

What a file says, and whether it may be written, is the core's business.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.core.place import folder_name
from app.core.workshops.draft import ChangedMeanwhile, Draft, keep_draft, open_draft
from app.core.workshops.lock_file import LockFile
from app.core.workshops.opening import WORKSHOP_NAME
from app.errors import InstallError
from app.gui.instructor.questions import ChangedQuestion, Trouble, UnsavedQuestion
from app.i18n import _

if TYPE_CHECKING:
    from app.gui.instructor.window import InstructorWindow

_FILES = "TOML (*.toml)"


class Files(QObject):
    """The file of one window; `box` is the question or message that is open."""

    def __init__(self, window: InstructorWindow) -> None:
        super().__init__(window)
        self._window = window
        self._then = ""
        self._path: Path | None = None
        self.box: QMessageBox | None = None
        window.row.opened.connect(self._on_open)
        window.row.saved.connect(self._on_save)
        window.row.saved_as.connect(self._on_save_as)

    def may_leave(self) -> bool:
        """Whether the window may close now; else it is asked about, and closes after the answer."""
        if self.box is not None:
            return False
        if self._window.draft.changed or self._window.busy:
            self._ask_unsaved("leave")
            return False
        return True

    def open(self, path: Path) -> bool:
        """Show the workshop in a file, if it is one; else say why not."""
        try:
            draft = open_draft(path)
        except InstallError as error:
            self.ask(Trouble(error, self._window))
            return False
        self._window.show_draft(draft)
        return True

    def save(self, path: Path, over_changes: bool = False) -> bool:
        """Write the workshop there; False where it was not, which is told or asked about."""
        self._path = path
        try:
            draft = keep_draft(self._window.draft, path, over_changes)
        except ChangedMeanwhile as error:
            self.ask(ChangedQuestion(error, self._window))
            return False
        except InstallError as error:
            self._then = ""
            self.ask(Trouble(error, self._window))
            return False
        self._window.show_draft(draft)
        return True

    def read_lock(self) -> None:
        """Take note of the lock that has been made beside the file."""
        draft = self._window.draft
        if draft.path is None:
            return
        try:
            lock = open_draft(draft.path).workshop.lock
        except InstallError:  # it is told when the file is opened or saved the next time
            return
        self._window.show_draft(_with_lock(draft, lock))

    def _ask_unsaved(self, then: str) -> None:
        self._then = then
        self.ask(UnsavedQuestion(self._window, self._window.draft.changed))

    def ask(self, box: QMessageBox) -> None:
        """Open a question or message; its answer is acted upon."""
        self.box = box
        box.finished.connect(self._on_answer)
        box.open()

    def _go_on(self) -> None:
        """Do what was asked for before the question."""
        then, self._then = self._then, ""
        if then == "leave":
            self._window.leave()
        elif then == "open":
            self._choose()

    def _choose(self) -> None:
        start = self._window.draft.path
        folder = str(start.parent if start else self._window.session.home)
        title = _("Open a workshop file")
        chosen, _filter = QFileDialog.getOpenFileName(self._window, title, folder, _FILES)
        if chosen:
            self.open(Path(chosen))

    @Slot()
    def _on_open(self) -> None:
        if self._window.draft.changed:
            self._ask_unsaved("open")
        else:
            self._choose()

    @Slot()
    def _on_save(self) -> bool:
        path = self._window.draft.path
        return self.save(path) if path is not None else self._on_save_as()

    @Slot()
    def _on_save_as(self) -> bool:
        draft = self._window.draft
        name = folder_name(draft.workshop.title, "workshop")
        start = draft.path or self._window.session.home / name / WORKSHOP_NAME
        title = _("Save the workshop file")
        chosen, _filter = QFileDialog.getSaveFileName(self._window, title, str(start), _FILES)
        if not chosen:
            self._then = ""
            return False
        path = Path(chosen)
        # The dialog has asked already whether a file that is there may be replaced.
        return self.save(path, over_changes=path != draft.path and path.exists())

    @Slot()
    def _on_answer(self) -> None:
        box, self.box = self.box, None
        if isinstance(box, UnsavedQuestion):
            if box.discard_chosen or (box.save_chosen and self._on_save()):
                self._go_on()
            elif not box.save_chosen:
                self._then = ""
        elif isinstance(box, ChangedQuestion):
            self._after_changed(box)
        if box is not None:
            box.deleteLater()

    def _after_changed(self, box: ChangedQuestion) -> None:
        if box.replace_chosen and self._path is not None:
            if self.save(self._path, over_changes=True):
                self._go_on()
        elif box.read_chosen and self._path is not None:
            self._then = ""
            self.open(self._path)
        else:
            self._then = ""


def _with_lock(draft: Draft, lock: LockFile) -> Draft:
    workshop, saved = replace(draft.workshop, lock=lock), replace(draft.saved, lock=lock)
    return replace(draft, workshop=workshop, saved=saved)
