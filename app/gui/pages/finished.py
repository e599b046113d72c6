"""Finished: the proof that everything works, and the next three things to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWizard

from app.core.after import aftercare
from app.core.after.lessons import first_lesson
from app.core.after.next_things import next_things
from app.core.cancel import Cancel
from app.core.plan import Plan
from app.core.problem_words import but_usable, installed_but
from app.core.proof import words
from app.core.proof.coding import code_when_done
from app.core.proof.verdict import KERNEL, Check, Proof, load
from app.core.report import Report
from app.core.session import Session
from app.errors import InstallError
from app.gui import theme
from app.gui.double_press import DoublePress
from app.gui.focus import order_tabs
from app.gui.known import Known
from app.gui.next_card import NextCard
from app.gui.notebook_watch import NotebookWatch
from app.gui.pages.page import Page
from app.gui.plain_tip import plain_tip
from app.gui.proof_code_line import ProofCodeLine
from app.gui.report_file import ask_where, saved
from app.gui.widgets import Icon, Picture, card, clear, label
from app.i18n import _
from app.platforms.base import Command

_PICTURE = QSize(184, 64)
_COLUMNS = 2
# Where an icon is not called like its button.
_ICONS = {"lesson": "notebook", "materials": "notebook"}
# From this height on (logical pixels), there is room for all commands.
_ROOM_FOR_ALL = 520


class FinishedPage(Page):
    """Shows the proof of the run and offers the next steps."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.setFinalPage(True)
        self.proof: Proof | None = None
        self.watch, self._double = NotebookWatch(session, self), DoublePress()
        self.watch.told.connect(self._on_told)
        self._build_proof()
        self._build_next()
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Finished")

    def heading(self) -> str:
        proven = self.proof is None or self.proof.passed
        return _("It works") if proven else installed_but()

    def lead(self) -> str:
        if self.proof is not None and not self.proof.passed:
            return but_usable(self.plan.workshop.contact)
        return _("Every library was really imported, and a small calculation was done with them.")

    def _build_proof(self) -> None:
        self.body.setSpacing(theme.GRID)
        both = QHBoxLayout()
        both.setSpacing(theme.GAP)
        frame, column = card()
        self._summary = label("section")
        column.addWidget(self._summary)
        self._checks = QGridLayout()
        self._checks.setHorizontalSpacing(theme.GRID)
        self._checks.setVerticalSpacing(1)
        column.addLayout(self._checks)
        self._more = label("muted")
        column.addWidget(self._more)
        column.addStretch(1)
        both.addWidget(frame, 1)
        self._picture_card, inside = card(theme.HALF)
        self._picture = Picture(_PICTURE)
        inside.addWidget(self._picture)
        self.numbers = QGridLayout()
        self.numbers.setVerticalSpacing(2)
        inside.addLayout(self.numbers)
        self._noise = label("small")
        self._noise.setFixedWidth(_PICTURE.width())
        inside.addWidget(self._noise)
        inside.addStretch(1)
        both.addWidget(self._picture_card)
        self.body.addLayout(both)
        self.code = ProofCodeLine()
        self.body.addWidget(self.code)

    def _build_next(self) -> None:
        self.buttons: dict[str, QPushButton] = {}
        offers: tuple[tuple[str, Callable[[], None]], ...] = (
            ("lesson", self._on_lesson),
            ("notebook", self._on_notebook),
            ("terminal", self._on_terminal),
            ("commands", self._on_commands),
            ("materials", self._on_notebook),
            ("folder", self._on_folder),
            ("report", self._on_report),
        )
        for name, slot in offers:
            button = QPushButton()
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self.buttons[name] = button
        # Enter opens the lesson while it has the focus, and finishes otherwise.
        self.buttons["lesson"].setAutoDefault(True)
        for name in ("lesson", "notebook"):  # one of the two is shown
            theme.set_role(self.buttons[name], "primary")
        self.buttons["commands"].setCheckable(True)
        beside = ("materials", "folder", "report")
        for name in beside:
            theme.set_role(self.buttons[name], "link")
        rows = (("lesson", "notebook"), ("terminal",), ("commands",))
        self.next = NextCard(
            [[self.buttons[name] for name in row] for row in rows],
            [self.buttons[name] for name in beside],
        )
        self.body.addWidget(self.next.frame)

    def draw_texts(self) -> None:
        self.code.retranslate()
        self.next.heading.setText(_("What next?"))
        self._picture_card.setAccessibleName(_("Linear regression on 100 points with noise"))
        for name, text in (
            ("lesson", _("Open the first &lesson")),
            ("notebook", _("Open &JupyterLab")),
            ("terminal", _("Open a &terminal")),
            ("materials", _("Open the &materials")),
            ("folder", _folder_title(self.plan)),
            ("report", _("&Save report…")),
        ):
            self.buttons[name].setText(text)
            colour = "on_accent" if name in ("lesson", "notebook") else "text"
            self.buttons[name].setIcon(theme.icon(_ICONS.get(name, name), colour))
        self.next.draw_icons()
        self._draw_commands()

    def draw_plan(self) -> None:
        if self.isVisible():
            self._draw_offers()

    def draw_proof(self) -> None:
        """Read the proof of the run and show it."""
        self.proof = load(self.session.workspace(self.plan))
        self.watch.stop()
        self.next.said.hide()
        self.buttons["commands"].setChecked(self.area.viewport().height() >= _ROOM_FOR_ALL)
        self.code.show_code(code_when_done(self.plan, self.session.workspace(self.plan)))
        self.retranslate()  # the heading goes with the proof
        self._draw_offers()
        proof = self.proof
        clear(self._checks)
        clear(self.numbers)
        self._picture_card.setVisible(proof is not None and proof.slope is not None)
        if proof is None:
            self._summary.setText(_("The environment is there, but its proof cannot be read."))
            self._more.setText("")
            return
        self._summary.setText(words.summary(proof))
        self._summary.setToolTip(plain_tip(proof.environment))
        for number, check in enumerate(proof.checks):
            self._add_check(number, check, proof)
        self._more.setText(words.about_graphics(proof))
        self._noise.setText(words.about_noise(proof))
        self._picture.show_file(Path(proof.picture), _("Points, and the line that was found"))
        self._draw_numbers(proof)
        if self.buttons["lesson"].isVisible():
            self.buttons["lesson"].setFocus()

    def _add_check(self, number: int, check: Check, proof: Proof) -> None:
        at, column = number // _COLUMNS, 2 * (number % _COLUMNS)
        icon = Icon()
        icon.show_state(*_look(check))
        text = label()
        text.setText(words.line_of(check) if check.passed is False else words.name_of(check))
        text.setAccessibleName(words.line_of(check))
        tip = words.about_kernel(proof) if check.name == KERNEL else check.detail
        text.setToolTip(plain_tip(tip))
        self._checks.addWidget(icon, at, column)
        self._checks.addWidget(text, at, column + 1)
        self._checks.setColumnStretch(column + 1, 1)

    def _draw_numbers(self, proof: Proof) -> None:
        """A tiny table: what was found beside what is true."""
        rows = [("", _("found"), _("true"))]
        rows += [(one.title, one.found_text, one.true_text) for one in words.comparisons(proof)]
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = label("muted" if not at or not column else "", wrap=False)
                cell.setText(text)
                self.numbers.addWidget(cell, at, column)

    def _draw_offers(self) -> None:
        lesson = first_lesson(self.plan)
        has_notebook = aftercare.notebook(self.session, self.plan) is not None
        has_terminal = aftercare.terminal(self.session, self.plan) is not None
        materials = self.plan.target.materials_folder
        has_materials = bool(self.plan.workshop.materials and materials and materials.is_dir())
        self.buttons["lesson"].setVisible(has_notebook and lesson is not None)
        self.buttons["notebook"].setVisible(has_notebook and lesson is None)
        self.buttons["materials"].setVisible(has_notebook and lesson is not None and has_materials)
        self.buttons["terminal"].setVisible(has_terminal)
        self._draw_commands()
        self._make_primary(offered=has_notebook)

    def _draw_commands(self) -> None:
        shown = self.buttons["commands"].isChecked()
        text = _("Hide the &commands") if shown else _("Show the &commands")
        self.buttons["commands"].setText(text)
        has_notebook = aftercare.notebook(self.session, self.plan) is not None
        things = next_things(self.session, self.plan)
        self.next.show_things(things, (not has_notebook, True, shown))
        order_tabs(self)

    def _make_primary(self, offered: bool) -> None:
        """One button stands out: what is offered to begin with, else Finish."""
        wizard = self.wizard()
        if wizard is not None:
            finish = wizard.button(QWizard.WizardButton.FinishButton)
            theme.set_role(finish, "quiet" if offered else "")

    def _start(self, command: Command | None) -> bool:
        if command is None or self._double.again(command):
            return False
        try:
            self.session.shell(Cancel()).start_detached(command)
            self.next.say(_("It opens in a moment."))
        except (InstallError, OSError) as error:
            self._double.forget()
            self.next.say(_("It could not be opened: {problem}").format(problem=error))
            return False
        return True

    def _start_notebook(self, lesson: Path | None) -> None:
        began = time.time()
        if self._start(aftercare.notebook(self.session, self.plan, lesson)):
            root = aftercare.notebook_root(self.session, self.plan, lesson)
            self.watch.begin(root, began, lesson.name if lesson else "")

    def save_to(self, path: Path) -> None:
        """Save the report and say where it is."""
        self.next.say(saved(path, self._report()))

    def _report(self) -> Report:
        known = self.known
        return Report.of(self.session, self.plan, known.machine, known.all_findings)

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.next.say(text)

    @Slot()
    def _on_lesson(self) -> None:
        self._start_notebook(first_lesson(self.plan))

    @Slot()
    def _on_notebook(self) -> None:
        self._start_notebook(None)

    @Slot()
    def _on_terminal(self) -> None:
        self._start(aftercare.terminal(self.session, self.plan))

    @Slot()
    def _on_folder(self) -> None:
        self._start(aftercare.open_folder(self.session, self.plan))

    @Slot()
    def _on_commands(self) -> None:
        self._draw_commands()

    @Slot()
    def _on_report(self) -> None:
        path = ask_where(self, self._report())
        if path is not None:
            self.save_to(path)


def _folder_title(plan: Plan) -> str:
    notebooks = aftercare.notebooks_there(plan) is not None
    return _("Open the notebooks’ fol&der") if notebooks else _("Open the environment’s fol&der")


def _look(check: Check) -> tuple[str, str, str]:
    if check.passed is None:
        return "skipped", "muted", words.untried(check)
    return ("ok", "ok", _("works")) if check.passed else ("stop", "stop", _("failed"))
