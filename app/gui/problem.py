"""The one way in which a failure is shown: what happened, what you can do, what was kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import InstallError, NoNetwork
from app.gui import services, theme
from app.gui.widgets import Icon, card, label, row
from app.i18n import _

_DETAIL_HEIGHT = 140
_REPORT_NAME = "seedbed-report.zip"


class ProblemPanel(QFrame):
    """Shows an error or a cancelled run; `again` asks for another try, `back` for other
    answers, `servers` for a faster server."""

    again = Signal()
    back = Signal()
    servers = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: services.ReportFacts | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        column.addWidget(frame)
        self._icon = Icon("stop", "stop", 28)
        self._what, self._do = label("section"), label()
        self._kept, self._saved = label("muted"), label("muted")
        head = row(self._icon, self._what)
        head.setStretch(1, 1)
        inside.addLayout(head)
        for text in (self._do, self._kept):
            inside.addWidget(text)
        self._again, self._back, self._save = QPushButton(), QPushButton(), QPushButton()
        self._show_detail, self._copy, self._servers = QPushButton(), QPushButton(), QPushButton()
        self._servers.hide()
        theme.set_role(self._again, "primary")
        self._show_detail.setCheckable(True)
        inside.addLayout(row(self._again, self._servers, self._back, 1))
        inside.addLayout(row(1, self._show_detail, self._copy, self._save))
        inside.addWidget(self._saved)
        self._detail = QPlainTextEdit()
        self._detail.setReadOnly(True)
        self._detail.setTabChangesFocus(True)
        self._detail.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._detail.setFixedHeight(_DETAIL_HEIGHT)
        inside.addWidget(self._detail)
        self._connect()

    def _connect(self) -> None:
        self._again.clicked.connect(self.again)
        self._back.clicked.connect(self.back)
        self._show_detail.toggled.connect(self._detail.setVisible)
        self._servers.clicked.connect(self.servers)
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(self._on_save)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        """Write the fixed texts in the language of now."""
        self._again.setText(_("&Try again"))
        self._back.setText(_("&Change answers"))
        self._servers.setText(_("&Find a faster server…"))
        self._show_detail.setText(_("D&etails"))
        self._copy.setText(_("Cop&y details"))
        self._save.setText(_("&Save report…"))
        self._detail.setAccessibleName(_("Details for a helper"))

    def show_error(self, error: InstallError, kept: str, facts: services.ReportFacts) -> None:
        """Show an error; `kept` says what was kept."""
        self._facts = facts
        self._icon.show_state("stop", "stop", _("Problem"))
        self._fill(error.summary, error.remedy, kept)
        self._detail.setPlainText(error.detail)
        for widget in (self._show_detail, self._copy):
            widget.setVisible(bool(error.detail))
        self._again.setVisible(True)
        self._servers.setVisible(isinstance(error, NoNetwork))

    def show_cancelled(self, kept: str, facts: services.ReportFacts) -> None:
        """Show that the person stopped the run."""
        self._facts = facts
        self._icon.show_state("skipped", "warn", _("Stopped"))
        self._fill(_("The installation was stopped."), _("You can go on whenever you like."), kept)
        self._detail.clear()
        self._servers.hide()
        for widget in (self._show_detail, self._copy):
            widget.hide()

    def show_only_report(self) -> None:
        """Leave out the buttons for another try: there is no run to repeat."""
        for button in (self._again, self._back, self._servers):
            button.hide()

    def save_to(self, path: Path) -> None:
        """Save the report and say where it is, or why it could not be saved."""
        if self._facts is None:
            return
        try:
            written = services.write_report(path, self._facts)
            text = _("Saved: {path}. It contains no passwords and not your name.")
            self._saved.setText(text.format(path=written))
        except InstallError as error:
            self._saved.setText(f"{error.summary} {error.remedy}")
        self._saved.show()

    def _fill(self, what: str, do: str, kept: str) -> None:
        for widget, text in ((self._what, what), (self._do, do), (self._kept, kept)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self._saved.hide()
        self._show_detail.setChecked(False)
        self._detail.hide()
        self.setAccessibleName(what)

    @Slot()
    def _on_copy(self) -> None:
        parts = (self._what.text(), self._do.text(), self._detail.toPlainText())
        QGuiApplication.clipboard().setText("\n\n".join(parts))

    @Slot()
    def _on_save(self) -> None:
        home = self._facts.session.home if self._facts else Path()
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Save report"), str(home / _REPORT_NAME), "ZIP (*.zip)"
        )
        if path:
            self.save_to(Path(path))


class ProblemDialog(QDialog):
    """A mistake of ours outside any run: told, with a report to save, never a silent death."""

    def __init__(self, facts: services.ReportFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Seedbed: a problem"))
        panel = ProblemPanel()
        panel.retranslate()
        if facts.error is not None:
            kept = _("You can close this message and go on; if something looks wrong, start again.")
            panel.show_error(facts.error, kept, facts)
        panel.show_only_report()
        close = QPushButton(_("&Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(panel)
        column.addLayout(row(1, close))
        self.setMinimumWidth(560)
