"""The dialog that shows what Seedbed keeps and removes what the person no longer wants.

The same as `seedbed cache clean`; what may go is the core's business.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.cache.age import USUAL_DAYS
from app.core.cache.cleaning import Choice, Entry, Removed, chosen
from app.core.cache.kind import CacheKind
from app.core.cache.words import by_kind, going_text, line_text, removed_text, total_text
from app.core.plan import Plan
from app.core.session import Session
from app.gui import services, theme
from app.gui.button_row import ButtonRow
from app.gui.keys import press_focused
from app.gui.widgets import ElidedLabel, label, row
from app.gui.worker import Outcome, Worker
from app.i18n import _, ngettext, sentences
from app.paths import state_folder

_AGES: tuple[int | None, ...] = (7, USUAL_DAYS, 90, None)
_WIDTH = 60 * theme.GRID


def open_clean_up(session: Session, plan: Plan, parent: QWidget) -> None:
    """Open the dialog over `parent`; it goes away by itself. The kit of this plan stays."""
    dialog = CleanUp(session.cache, state_folder(), plan.target.source, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class CleanUp(QDialog):
    """Asks what shall go; reads and removes in the background. `rested` tells that it is idle."""

    rested = Signal()

    def __init__(
        self, cache: Path, state: Path, opened: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cache, self._state, self._opened = cache, state, opened
        self._entries: tuple[Entry, ...] = ()
        self._worker = Worker(self)
        self._worker.ended.connect(self._on_ended)
        self.setWindowTitle(_("Free up space"))
        self._build()
        self._read("")

    @property
    def busy(self) -> bool:
        """Whether something is being read or removed."""
        return self._worker.busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._folder = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self._folder.setMinimumWidth(_WIDTH)  # not the dialog's own: its parts may need more
        self._lines, self._total, self._going = label(wrap=False), label("muted"), label()
        self._done = label()
        self.ages = QComboBox()
        for days in _AGES:
            self.ages.addItem(_age_text(days), days)
        self.ages.setCurrentIndex(_AGES.index(USUAL_DAYS))
        self.ages.currentIndexChanged.connect(self._on_choice)
        self.only_partials = QCheckBox(_("&Only unfinished downloads"))
        self.only_partials.toggled.connect(self._on_choice)
        self.remove_button = QPushButton(_("&Remove"))
        self.remove_button.clicked.connect(self._on_remove)
        close = QPushButton(_("&Close"))
        close.clicked.connect(self.reject)
        age_label = QLabel(_("Remove &what is"))
        age_label.setBuddy(self.ages)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        for widget in (*_explanation(), self._lines, self._total, self._folder):
            column.addWidget(widget)
        column.addLayout(row(age_label, self.ages, self.only_partials, 1))
        for widget in (self._going, self._done):
            column.addWidget(widget)
        buttons = ButtonRow()
        buttons.addButton(self.remove_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        # Only now: inside another parent the choice would be forgotten, and Enter would remove.
        self.remove_button.setAutoDefault(False)
        close.setDefault(True)
        column.addWidget(buttons)

    def _chosen(self) -> tuple[Entry, ...]:
        kinds = (
            frozenset({CacheKind.PARTIALS})
            if self.only_partials.isChecked()
            else frozenset(CacheKind)
        )
        return chosen(self._entries, Choice(self.ages.currentData(), kinds), time.time())

    def _read(self, done: str) -> None:
        self._done.setText(done)
        self._done.setVisible(bool(done))
        self._worker.start(services.cache_job(self._cache, self._state, self._opened))
        self._draw()

    def _draw(self) -> None:
        self._folder.show_text(_("Folder: {path}").format(path=self._cache))
        self._lines.setText("\n".join(line_text(line) for line in by_kind(self._entries)))
        self._lines.setVisible(bool(self._entries))
        self._total.setText(_("Looking…") if self.busy else total_text(self._entries))
        going = self._chosen()
        self._going.setText("" if self.busy else going_text(going))
        self.remove_button.setEnabled(bool(going) and not self.busy)
        self.adjustSize()

    @Slot()
    def _on_choice(self) -> None:
        self._draw()

    @Slot()
    def _on_remove(self) -> None:
        going = self._chosen()
        if going and not self.busy:
            job = services.clean_job(going, self._cache, self._state, self._opened)
            self._worker.start(job)
            self._draw()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, Removed):
            self._read(removed_text(outcome.value))
            return
        if isinstance(outcome.value, tuple):
            self._entries = outcome.value
        elif outcome.error is not None:
            self._done.setText(sentences(outcome.error.summary, outcome.error.remedy))
            self._done.setVisible(True)
        self._draw()
        self.rested.emit()


def _explanation() -> tuple[QLabel, QLabel]:
    """What the dialog shows, and that it can go without harm."""
    title, text = label("section"), label("muted")
    title.setText(_("What Seedbed keeps for the next time"))
    text.setText(
        _(
            "Everything here can be downloaded again. What is installed does not need it and is "
            "not touched."
        )
    )
    return title, text


def _age_text(days: int | None) -> str:
    if days is None:
        return _("there, whatever its age")
    return ngettext("older than {days} day", "older than {days} days", days).format(days=days)
