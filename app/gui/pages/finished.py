"""Finished: the proof that everything works, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPushButton

from app.core import aftercare
from app.core.cancel import Cancel
from app.core.plan import Plan
from app.core.proof.verdict import Check, Proof, load, title_of
from app.core.session import Session
from app.errors import InstallError
from app.gui import services, theme
from app.gui.known import Known
from app.gui.pages.page import Page
from app.gui.widgets import Icon, Picture, card, clear, label
from app.i18n import _, ngettext
from app.platforms.base import Command

_PICTURE = QSize(232, 174)
_COLUMNS = 2
_OFFERS_A_ROW = 3


class FinishedPage(Page):
    """Shows the proof of the run and offers the next steps."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.setFinalPage(True)
        self.proof: Proof | None = None
        self._build_proof()
        self._build_next()
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Finished")

    def heading(self) -> str:
        return _("It works")

    def lead(self) -> str:
        return _(
            "This is not a promise but the result of a trial: every library was really imported "
            "in the new environment, and a small calculation was done with them."
        )

    def _build_proof(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(2 * theme.GRID)
        frame, column = card()
        self._summary = label("section")
        column.addWidget(self._summary)
        self._checks = QGridLayout()
        self._checks.setHorizontalSpacing(2 * theme.GRID)
        self._checks.setVerticalSpacing(6)
        column.addLayout(self._checks)
        self._more = label("muted")
        column.addWidget(self._more)
        column.addStretch(1)
        both.addWidget(frame, 1)
        self._picture_card, inside = card()
        self._picture = Picture(_PICTURE)
        self._numbers = label("muted")
        inside.addWidget(self._picture)
        inside.addWidget(self._numbers)
        both.addWidget(self._picture_card)
        self.body.addLayout(both)

    def _build_next(self) -> None:
        frame, column = card()
        self._next_title = label("section")
        column.addWidget(self._next_title)
        self._offers = QGridLayout()
        self._offers.setSpacing(theme.GRID)
        column.addLayout(self._offers)
        self.buttons: dict[str, QPushButton] = {}
        offers: tuple[tuple[str, Callable[[], None]], ...] = (
            ("notebook", self._on_notebook),
            ("terminal", self._on_terminal),
            ("folder", self._on_folder),
            ("copy", self._on_copy),
            ("report", self._on_report),
        )
        for name, slot in offers:
            button = QPushButton()
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self.buttons[name] = button
        self._said = label("muted")
        self._said.hide()
        column.addWidget(self._said)
        self._commands = label("small")
        self._commands.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._commands)
        self.body.addWidget(frame)

    def draw_texts(self) -> None:
        self._next_title.setText(_("What next?"))
        for name, text in (
            ("notebook", _("Open &JupyterLab")),
            ("terminal", _("Open a &terminal")),
            ("folder", _("Open the fol&der")),
            ("copy", _("&Copy the commands")),
            ("report", _("&Save report…")),
        ):
            self.buttons[name].setText(text)
            self.buttons[name].setIcon(theme.icon(name))

    def draw_plan(self) -> None:
        self._commands.setText(aftercare.commands_text(self.plan, self.session.platform))
        if self.isVisible():
            self._draw_offers()

    def draw_proof(self) -> None:
        """Read the proof of the run and show it."""
        self.proof = load(self.session.workspace(self.plan))
        self._draw_offers()
        proof = self.proof
        clear(self._checks)
        self._picture_card.setVisible(proof is not None and bool(proof.picture))
        if proof is None:
            self._summary.setText(_("The environment is there, but its proof cannot be read."))
            self._more.setText("")
            return
        self._summary.setText(_summary(proof))
        for number, check in enumerate(proof.checks):
            self._add_check(number, check)
        self._more.setText("\n".join(_facts(proof)))
        self._picture.show_file(Path(proof.picture), _("Points, and the line that was found"))
        self._numbers.setText(_numbers(proof))

    def _add_check(self, number: int, check: Check) -> None:
        at, column = number // _COLUMNS, 2 * (number % _COLUMNS)
        icon = Icon()
        icon.show_state(*_look(check))
        text = label()
        text.setText(f"{title_of(check.name)} {check.version}".strip())
        text.setToolTip(check.detail)
        self._checks.addWidget(icon, at, column)
        self._checks.addWidget(text, at, column + 1)
        self._checks.setColumnStretch(column + 1, 1)

    def _draw_offers(self) -> None:
        has_notebook = aftercare.notebook(self.session, self.plan) is not None
        has_terminal = aftercare.terminal(self.session, self.plan) is not None
        self.buttons["notebook"].setVisible(has_notebook)
        self.buttons["terminal"].setVisible(has_terminal)
        hidden = {"notebook": not has_notebook, "terminal": not has_terminal}
        shown = [name for name in self.buttons if not hidden.get(name)]
        for number, name in enumerate(shown):
            self._offers.addWidget(
                self.buttons[name], number // _OFFERS_A_ROW, number % _OFFERS_A_ROW
            )

    def _start(self, command: Command | None) -> None:
        if command is None:
            return
        try:
            self.session.shell(Cancel()).start_detached(command)
            self._say(_("It opens in a moment."))
        except (InstallError, OSError) as error:
            self._say(_("It could not be opened: {problem}").format(problem=error))

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.show()

    def save_to(self, path: Path) -> None:
        """Save the report and say where it is."""
        facts = services.ReportFacts(
            self.session, self.plan, self.known.machine, self.known.all_findings
        )
        try:
            written = services.write_report(path, facts)
            self._say(_("Saved: {path}").format(path=written))
        except InstallError as error:
            self._say(f"{error.summary} {error.remedy}")

    @Slot()
    def _on_terminal(self) -> None:
        self._start(aftercare.terminal(self.session, self.plan))

    @Slot()
    def _on_notebook(self) -> None:
        self._start(aftercare.notebook(self.session, self.plan))

    @Slot()
    def _on_folder(self) -> None:
        self._start(aftercare.open_folder(self.session, self.plan))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._commands.text())
        self._say(_("Copied; paste them into a terminal."))

    @Slot()
    def _on_report(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Save report"), str(self.session.home / "seedbed-report.zip"), "ZIP (*.zip)"
        )
        if path:
            self.save_to(Path(path))


def _look(check: Check) -> tuple[str, str, str]:
    if check.passed is None:
        return "skipped", "muted", _("not checked")
    return ("ok", "ok", _("works")) if check.passed else ("stop", "stop", _("failed"))


def _summary(proof: Proof) -> str:
    return ngettext(
        "Python {python} with {count} package",
        "Python {python} with {count} packages",
        proof.packages,
    ).format(python=proof.python, count=proof.packages)


def _facts(proof: Proof) -> list[str]:
    facts = [proof.environment]
    if proof.kernel:
        facts.append(_("A Jupyter notebook ran a cell in this environment."))
    if proof.gpu:
        facts.append(proof.gpu)
    return facts


def _numbers(proof: Proof) -> str:
    if proof.slope is None or proof.intercept is None:
        return ""
    return _(
        "Linear regression on 100 points of y = 2x + 1 with noise found "
        "y = {slope:.2f}x + {intercept:.2f}."
    ).format(slope=proof.slope, intercept=proof.intercept)
