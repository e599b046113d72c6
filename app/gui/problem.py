"""The one way in which a failure is shown: what happened, what you can do, what was kept.

One button does what helps, where we can do it; who does it is the wizard's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.finding import WayOut
from app.core.packages.unsolvable import Unsolvable
from app.core.report import Report, relevant_lines, report_text
from app.errors import Action, InstallError, NoNetwork
from app.gui import theme
from app.gui.focus import scroll_to
from app.gui.remedy_row import Again, RemedyRow
from app.gui.report_file import ask_where, saved
from app.gui.widgets import Icon, card, label, row
from app.i18n import _, sentences

_DETAIL_HEIGHT = 160
_DIALOG_WIDTH = 640


class ProblemPanel(QFrame):
    """Shows an error or a cancelled run. `again` asks for another try, `back` for other answers,
    `servers` for a faster server, `asked` for what else helps, `way_out` for a changed plan."""

    again = Signal()
    back = Signal()
    servers = Signal()
    asked = Signal(object)
    way_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._newest: QWidget | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._on_resized)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame, self._inside = card()
        column.addWidget(frame)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._icon = Icon("stop", "stop", 28)
        self._what, self._do = label("section"), label()
        self._kept, self._said = label("muted"), label("muted")
        head = row(self._icon, self._what)
        head.setStretch(1, 1)
        self._inside.addLayout(head)
        self._inside.addWidget(self._do)
        self._inside.addWidget(self._kept)
        self.remedies = RemedyRow()
        self._inside.addWidget(self.remedies)
        rule = QFrame()
        theme.set_role(rule, "rule")
        self._inside.addWidget(rule)
        self._for_helper = label("muted", wrap=False)
        self._show_detail, self._copy, self._save = QPushButton(), QPushButton(), QPushButton()
        self._show_detail.setCheckable(True)
        self._inside.addLayout(row(self._for_helper, self._copy, self._save, 1, self._show_detail))
        self._inside.addWidget(self._said)
        self._detail = QPlainTextEdit()
        self._detail.setReadOnly(True)
        self._detail.setTabChangesFocus(True)
        self._detail.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._detail.setFixedHeight(_DETAIL_HEIGHT)
        self._inside.addWidget(self._detail)

    def _connect(self) -> None:
        self.remedies.asked.connect(self._on_asked)
        self.remedies.way_out.connect(self.way_out)
        self._show_detail.toggled.connect(self._on_detail)
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(self._on_save)
        for button in (self._show_detail, self._copy, self._save):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        """Write the fixed texts in the language of now."""
        self.remedies.retranslate()
        self._for_helper.setText(_("Report for a helper:"))
        self._show_detail.setText(_("Technical d&etails"))
        self._copy.setText(_("Cop&y as text"))
        self._save.setText(_("&Save as file…"))
        for button in (self._copy, self._save):
            button.setAccessibleDescription(_("Report for a helper:"))
        self._detail.setAccessibleName(_("Details for a helper"))

    def show_error(self, error: InstallError, kept: str, report: Report) -> None:
        """Show an error after a run; `kept` says what was kept."""
        others = [Action.AGAIN, Action.ANSWERS]
        if isinstance(error, Unsolvable):
            others.remove(Action.AGAIN)  # the same plan would fail in the same way
        if error.action is Action.GO_ON:
            others.remove(Action.ANSWERS)  # none of them was wrong
        if isinstance(error, NoNetwork):
            others.insert(1, Action.SERVERS)
        self._show(error, kept, report, others)

    def show_mistake(self, error: InstallError, kept: str, report: Report) -> None:
        """Show an error outside any run: there is only a report to save."""
        self._show(error, kept, report, ())
        self.remedies.show_remedies(Action.REPORT, ())
        self._save.hide()

    def show_cancelled(self, kept: str, report: Report) -> None:
        """Show that the person stopped the run."""
        self._report = report
        self._icon.show_state("skipped", "warn", _("Stopped"))
        self._fill(_("The installation was stopped."), _("You can go on whenever you like."), kept)
        self.remedies.again = Again.CONTINUE
        self.remedies.retranslate()
        self.remedies.show_remedies(Action.AGAIN, (Action.ANSWERS,))
        self._save.show()
        self._show_lines("", ())

    def save_to(self, path: Path) -> None:
        """Save the report and say where it is, or why it could not be saved."""
        if self._report is not None:
            self._say(saved(path, self._report))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins at the button that helps."""
        super().showEvent(event)
        self.remedies.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was asked for has its place only now; how far one can scroll comes a bit later."""
        super().resizeEvent(event)
        self._settled.start()

    def _show(
        self,
        error: InstallError,
        kept: str,
        report: Report,
        others: Sequence[Action],
    ) -> None:
        self._report = report
        usable = error.action is Action.GO_ON
        look = ("warn", "warn", _("Warning")) if usable else ("stop", "stop", _("Problem"))
        self._icon.show_state(*look)
        self._fill(error.summary, error.remedy, kept)
        self.remedies.again = Again.CHECK if usable else Again.TRY
        self.remedies.retranslate()
        ways: tuple[WayOut, ...] = error.ways_out if isinstance(error, Unsolvable) else ()
        self.remedies.show_remedies(error.action, others, ways)
        self._save.setVisible(error.action is not Action.REPORT)
        self._show_lines(error.detail, relevant_lines(report))

    def _fill(self, what: str, do: str, kept: str) -> None:
        for widget, text in ((self._what, what), (self._do, do), (self._kept, kept)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self._said.hide()
        self._newest = None
        self.setAccessibleName(what)
        self.remedies.setAccessibleDescription(sentences(what, do))

    def _show_lines(self, detail: str, lines: Sequence[str]) -> None:
        log = "\n".join((_("The last lines of the log"), *lines)) if lines else ""
        self._detail.setPlainText("\n\n".join(part for part in (detail, log) if part))
        self._show_detail.setChecked(False)
        self._show_detail.setVisible(bool(detail or log))
        self._detail.hide()

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.show()
        self._reveal(self._said)

    def _reveal(self, newest: QWidget) -> None:
        """In a small window, what was asked for must not appear out of sight."""
        self._newest = newest
        scroll_to(newest)

    @Slot(object)
    def _on_asked(self, action: Action) -> None:
        match action:
            case Action.AGAIN:
                self.again.emit()
            case Action.SERVERS:
                self.servers.emit()
            case Action.ANSWERS:
                self.back.emit()
            case Action.REPORT:
                self._on_save()
            case (
                Action.GO_ON
                | Action.CLEAN_UP
                | Action.FOLDER
                | Action.ENVIRONMENT
                | Action.LIBRARIES
                | Action.LICENCE
            ):
                self.asked.emit(action)
            case _:
                assert_never(action)

    @Slot()
    def _on_resized(self) -> None:
        if self._newest is not None and self._newest.isVisible():
            self._reveal(self._newest)

    @Slot(bool)
    def _on_detail(self, shown: bool) -> None:
        self._detail.setVisible(shown)
        if shown:
            self._reveal(self._detail)

    @Slot()
    def _on_copy(self) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(report_text(self._report))
            self._say(
                _("Copied: paste it into a message. It contains no passwords and not your name.")
            )

    @Slot()
    def _on_save(self) -> None:
        path = None if self._report is None else ask_where(self, self._report)
        if path is not None:
            self.save_to(path)


class ProblemDialog(QDialog):
    """A mistake of ours outside any run: told, with a report to save, never a silent death."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Seedbed: a problem"))
        panel = ProblemPanel()
        panel.retranslate()
        if report.error is not None:
            kept = _(
                "You can close this message and go on. Should something look wrong, close Seedbed "
                "and open it again; what is installed stays."
            )
            panel.show_mistake(report.error, kept, report)
        close = QPushButton(_("&Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(panel)
        column.addLayout(row(1, close))
        self.setMinimumWidth(_DIALOG_WIDTH)
