"""Welcome: the language and the look, and whether to set up this computer or to open a workshop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from app.core.finding import Finding, about
from app.core.machine import judge_program
from app.core.plan import Plan
from app.core.session import Session
from app.errors import InstallError
from app.gui import greeting, services, theme
from app.gui.asked_place import AskedPlace
from app.gui.clean_up import open_clean_up
from app.gui.focus import order_tabs
from app.gui.known import Known
from app.gui.look_line import LookLine
from app.gui.opened_card import OpenedCard
from app.gui.pages.page import Page
from app.gui.sharing.offers import SharedOffers
from app.gui.update_line import UpdateLine
from app.gui.widgets import Findings, card, label, row, stacked
from app.gui.worker import Outcome, Worker
from app.i18n import _


class WelcomePage(Page):
    """Asks for language, look and way; opens workshops in the background."""

    fields = (judge_program.FIELD,)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    prepare_asked = Signal()

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.change: Callable[[Plan], Plan] = _unchanged
        self._place, self._following = AskedPlace(), ""
        self._fresh: Plan | None = None
        self._opener = Worker(self)
        self._opener.ended.connect(self._on_opened)
        self.setAcceptDrops(True)
        self._build_language()
        self._build_ways()
        self._note = Findings()
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.updates = UpdateLine()
        self.body.addWidget(self.updates)

    def name(self) -> str:
        return _("Welcome")

    def heading(self) -> str:
        return greeting.heading()

    def lead(self) -> str:
        return greeting.lead()

    def chosen(self, plan: Plan) -> str:
        if self._place.finding is not None:
            return ""  # the plan is still the one before, which is not what was asked for
        return plan.workshop.title or _("This computer")

    def ready(self) -> bool:
        return self._alone.isChecked() or (self._place.ready is not None and not self._opener.busy)

    def hint(self) -> str:
        if self.ready() or self._place.finding is not None:
            return super().hint()
        return "" if self._opener.busy else _("To go on with a workshop, name it and press Open.")

    def read_plan(self, plan: Plan) -> Plan:
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            return plan
        try:
            return self.change(fresh)
        except InstallError as error:  # an option of the command line that cannot be
            self._place = self._place.failed(error)
            self._draw_place()
            return plan

    def own_findings(self) -> tuple[Finding, ...]:
        return (self._place.finding,) if self._place.finding else ()

    @Slot(str)
    def open(self, place: str) -> None:
        """Open the workshop at `place` in the background, instead of one that is being opened."""
        self._following = place if self._opener.busy else ""
        if self._following:
            self._opener.cancel()
            return
        self._workshop.setChecked(True)
        self._path.setText(place)
        self._place = AskedPlace(place)
        self._opener.start(services.open_job(self.session, place))
        self._draw_place()

    def stop(self) -> None:
        """Stop opening, and looking for a newer Seedbed."""
        self._opener.cancel()
        self.updates.stop()
        self.shared.stop()

    def tell_unreadable(self) -> None:
        """Say that a language was asked for whose characters no font here has."""
        self.look.tell_unreadable()

    @property
    def busy(self) -> bool:
        """Whether something is being opened or looked for."""
        return self._opener.busy or self.updates.busy or self.shared.busy

    def _build_language(self) -> None:
        self.look = LookLine()
        self.languages, self.themes = self.look.languages, self.look.themes
        self.look.language_chosen.connect(self.language_chosen)
        self.look.theme_chosen.connect(self.theme_chosen)
        self.clean_up = QPushButton()
        self.clean_up.setAutoDefault(False)
        self.clean_up.clicked.connect(self._on_clean_up)
        line = row(self.look, self.clean_up)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.look.trouble)

    def _build_ways(self) -> None:
        self._alone, self._workshop = QRadioButton(), QRadioButton()
        self._alone.setChecked(True)
        ways = QButtonGroup(self)
        self._alone_text, self._workshop_text = label("muted"), label("muted")
        first, column = card(theme.HALF)
        column.addWidget(self._alone)
        column.addWidget(self._alone_text)
        self.body.addWidget(first)
        second, column = card(theme.GRID)
        column.addLayout(self._workshop_line())
        column.addWidget(self._workshop_text)
        self._path = QLineEdit()
        self._path.returnPressed.connect(self._on_open)
        self._path.textEdited.connect(self._on_typed)
        self._open, self._file, self._folder = QPushButton(), QPushButton(), QPushButton()
        for button, slot in (
            (self._open, self._on_open),
            (self._file, self._on_file),
            (self._folder, self._on_folder),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self.opened = OpenedCard()
        self._opener.batch.connect(self.opened.show_arriving)
        self._trouble = Findings()
        self.shared = SharedOffers()
        self.shared.chosen.connect(self.open)
        self.shared.drawn.connect(self._on_drawn)
        self._trouble.setContentsMargins(0, theme.GRID, 0, 0)
        place = row(self._path, self._open, self._file, self._folder)
        column.addLayout(stacked(place, self.opened, self._trouble, self.shared))
        self.body.addWidget(second)
        for way in (self._alone, self._workshop):
            ways.addButton(way)
        ways.buttonClicked.connect(self._on_way)

    def _workshop_line(self) -> QHBoxLayout:
        """The second way and, quietly at its end, what only instructors want."""
        self.prepare = QPushButton()
        self.prepare.setAutoDefault(False)
        self.prepare.clicked.connect(self.prepare_asked)
        theme.set_role(self.prepare, "link")
        return row(self._workshop, 1, self.prepare)

    def draw_texts(self) -> None:
        self.look.retranslate()
        self.updates.retranslate()
        self.shared.retranslate()
        self.clean_up.setText(_("Free &up space…"))
        self.clean_up.setToolTip(_("Shows what Seedbed has downloaded and kept, and removes it"))
        self.prepare.setText(_("P&repare a workshop…"))
        self.prepare.setToolTip(_("For instructors: make the file and the kit that others open"))
        self._alone.setText(_("&Set up this computer"))
        self._alone_text.setText(
            _("Choose this unless a workshop gave you a file or address. Answers are filled in.")
        )
        self._workshop.setText(_("Open a &workshop or course file"))
        self._workshop_text.setText(
            _(
                "For a course or a team: somebody gave you a file, a folder, a zip or an address. "
                "You can also drop it onto this window."
            )
        )
        self._path.setPlaceholderText(_("Path or address of the workshop"))
        self._path.setAccessibleName(_("Path or address of the workshop"))
        self._open.setText(_("&Open"))
        self._file.setText(_("&File…"))
        self._folder.setText(_("Fol&der…"))
        self._draw_place()

    def draw_plan(self) -> None:
        self.look.draw()

    def draw_known(self) -> None:
        self._note.show_findings(about(self.known.all_findings, *self.fields))

    def _draw_place(self) -> None:
        if self._opener.busy:
            self.opened.show_words(_("Opening…"))
        elif self._place.ready is not None:
            self.opened.show_workshop(self._place.ready, self.session)
        else:
            self.opened.show_words("")
        self._trouble.show_findings(self.own_findings())
        self.completeChanged.emit()

    @Slot()
    def _on_drawn(self) -> None:
        order_tabs(self)

    @Slot()
    def _on_clean_up(self) -> None:
        open_clean_up(self.session, self.plan, self)

    @Slot()
    def _on_way(self) -> None:
        if self._alone.isChecked() and self.plan.target.source:
            self._fresh = self.session.new_plan()
        elif self._workshop.isChecked() and self._place.ready is not None:
            self._fresh = self._place.ready.plan
        self._place = AskedPlace(self._place.text, self._place.ready)
        self._draw_place()
        self.say_edited()

    @Slot()
    def _on_typed(self) -> None:
        """Who types a place wants a workshop."""
        if not self._workshop.isChecked():
            self._workshop.click()

    @Slot()
    def _on_open(self) -> None:
        place = self._path.text().strip()
        if place and not self._opener.busy:
            self.open(place)

    @Slot()
    def _on_file(self) -> None:
        title = _("Open a workshop")
        file, _filter = QFileDialog.getOpenFileName(self, title, str(self.session.home))
        if file:
            self.open(file)

    @Slot()
    def _on_folder(self) -> None:
        title = _("Open the folder of a kit")
        folder = QFileDialog.getExistingDirectory(self, title, str(self.session.home))
        if folder:
            self.open(folder)

    @Slot(object)
    def _on_opened(self, outcome: Outcome) -> None:
        if self._following:
            self.open(self._following)
            return
        if isinstance(outcome.value, services.ReadyPlan):
            self._place = AskedPlace(self._place.text, ready=outcome.value)
            self._fresh = outcome.value.plan
        elif outcome.error is not None:
            self._place = self._place.failed(outcome.error)
        self._draw_place()
        self.say_edited()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and addresses may be dropped."""
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        urls = event.mimeData().urls()
        if urls and not self._opener.busy:
            first = urls[0]
            self.open(str(Path(first.toLocalFile())) if first.isLocalFile() else first.toString())


def _unchanged(plan: Plan) -> Plan:
    return plan
