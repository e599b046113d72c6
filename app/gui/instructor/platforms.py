"""Platforms: for whom the workshop is, the oldest systems that must do, and what it comes to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout

from app.core.catalog.platforms import all_platforms
from app.core.kits.survey import Surveyed
from app.core.kits.survey_words import title_of, total_sentence
from app.core.packages.ways_out import WayOut
from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.core.workshops.opening import WORKSHOP_NAME, Opened
from app.core.workshops.platform_changes import way_out_there
from app.gui import theme
from app.gui.announce import announce
from app.gui.fold import Fold
from app.gui.instructor import jobs
from app.gui.instructor.difference_form import DifferenceForm
from app.gui.instructor.section import Section
from app.gui.instructor.survey_list import SurveyList
from app.gui.known import Known
from app.gui.widgets import card, label, row
from app.gui.worker import Outcome, Worker
from app.i18n import _, joined_facts, listing, ngettext, sentences

_VERSIONS = ("glibc", "macos", "windows", "cuda")
_COLUMNS = 2
_MANY = 3  # so many names are longer than the list at the left is wide


class PlatformsSection(Section):
    """Asks for platforms; chooses versions for all of them in the background."""

    typed = ("platforms", *_VERSIONS)

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self._fresh: Workshop | None = None
        self._found: tuple[Surveyed, ...] = ()
        self._of: Workshop | None = None
        self._at, self._error = "", ""
        self.worker = Worker(self)
        self.worker.batch.connect(self._on_batch)
        self.worker.ended.connect(self._on_ended)
        self.boxes = {one.subdir: QCheckBox() for one in all_platforms()}
        frame, column = card()
        self._build_platforms(column)
        self.body.addWidget(frame)
        self.solve = QPushButton()
        self.solve.setAutoDefault(False)
        self.solve.clicked.connect(self._on_solve)
        self._said = label("muted")
        line = row(self.solve, self._said)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.survey = SurveyList()
        self.survey.hide()
        self.survey.way_chosen.connect(self._on_way)
        self.body.addWidget(self.survey)
        self.oldest = self._build_oldest()
        self.body.addWidget(self.oldest)
        self.differences = DifferenceForm()
        self.differences.changed.connect(self._on_workshop)
        self.body.addWidget(self.differences)
        self.body.addStretch(1)
        self.body.setSpacing(theme.GRID)

    def _build_platforms(self, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.HALF)
        for number, box in enumerate(self.boxes.values()):
            box.clicked.connect(self._on_ticked)
            grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
        column.addLayout(grid)

    def _build_oldest(self) -> Fold:
        fold, self._oldest = Fold(), label("muted")
        fold.column.addWidget(self._oldest)
        grid = QGridLayout()  # all four in a row would be wider than a small window
        grid.setSpacing(theme.GRID)
        for number, field in enumerate(_VERSIONS):
            at, column = number // _COLUMNS, number % _COLUMNS * 2
            widget = self.texts.line(field)  # made first: the label belongs to it
            grid.addWidget(self.texts.label_of(field), at, column)
            grid.addWidget(widget, at, column + 1)
        fold.column.addLayout(grid)
        return fold

    def name(self) -> str:
        return _("Platforms")

    def heading(self) -> str:
        return _("For which computers?")

    def lead(self) -> str:
        return _(
            "Tick the kinds of computer that your participants bring. “Try it for all” finds out, "
            "without installing anything, whether the workshop can be installed on each of them. "
            "When the kit is made, the exact versions are written into it."
        )

    def chosen(self, plan: Plan) -> str:
        platforms = plan.workshop.platforms
        if len(platforms) < _MANY:
            return listing(platforms)
        text = ngettext("{number} kind of computer", "{number} kinds of computer", len(platforms))
        return text.format(number=len(platforms))

    @property
    def busy(self) -> bool:
        """Whether versions are being chosen."""
        return self.worker.busy

    def stop(self) -> None:
        """Stop choosing."""
        self.worker.cancel()

    def draw_texts(self) -> None:
        for subdir, box in self.boxes.items():
            box.setText(title_of(subdir))
        self.oldest.show_title(_("For old systems and NVIDIA cards (usually left empty)"))
        self._oldest.setText(
            _(
                "The oldest version of each that must be enough. Empty: the usual ones, and no "
                "builds for NVIDIA cards (CUDA)."
            )
        )
        self.texts.retranslate({
            "glibc": _("Linux (&glibc):"),
            "macos": _("&macOS:"),
            "windows": _("&Windows:"),
            "cuda": _("CU&DA:"),
        })  # fmt: skip
        self.differences.retranslate()

    def draw_plan(self) -> None:
        super().draw_plan()
        for subdir, box in self.boxes.items():
            box.setChecked(subdir in self.workshop.platforms)
        self.oldest.show_said(joined_facts(self._stated()))
        if self.trouble_in(_VERSIONS):
            self.oldest.open()
        self.differences.show_workshop(self.workshop, self.workshop.platforms)
        self.draw_survey()

    def remedy(self, field: str) -> str:
        return _("Leave it empty if you do not know.") if field in _VERSIONS else ""

    def _stated(self) -> list[str]:
        """The versions that must be enough, each with the name of its field."""
        stated = [(field, str(getattr(self.workshop, field))) for field in _VERSIONS]
        return [f"{self.texts.name_of(field)} {value}" for field, value in stated if value]

    def draw_survey(self) -> None:
        """Show how far the choosing of versions is, and what was found."""
        if self.busy:
            text = _("Choosing versions for {platform} …").format(platform=title_of(self._at))
        elif self._error:
            text = self._error
        elif self._found and self._of != self.workshop:
            text = _("The answers have changed since: try it again.")
        else:
            text = total_sentence(self._found) if self._found else ""
        self._said.setText(text)
        self.solve.setText(_("S&top") if self.busy else _("&Try it for all"))
        self.solve.setEnabled(self.busy or bool(self.workshop.platforms))
        self.survey.show_survey(self._found, self._of or self.workshop)

    def read_workshop(self, workshop: Workshop) -> Workshop:
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            return fresh
        ticked = {subdir for subdir, box in self.boxes.items() if box.isChecked()}
        kept = [s for s in workshop.platforms if s in ticked or s not in self.boxes]
        new = [subdir for subdir in self.boxes if subdir in ticked and subdir not in kept]
        return replace(self.texts.read(workshop), platforms=(*kept, *new))

    @Slot()
    def _on_ticked(self) -> None:
        self.say_edited()

    @Slot(object)
    def _on_workshop(self, workshop: Workshop) -> None:
        self._fresh = workshop
        self.say_edited()

    @Slot(str, object)
    def _on_way(self, subdir: str, way_out: WayOut) -> None:
        there = way_out_there(self.workshop, subdir, way_out)
        self._fresh = there or way_out.applied_to(self.plan).workshop
        self.say_edited()

    @Slot()
    def _on_solve(self) -> None:
        if self.busy:
            self.stop()
            return
        source = self.plan.target.source
        opened = Opened(self.workshop, source, WORKSHOP_NAME if source else "")
        self._found, self._of, self._error = (), self.workshop, ""
        self._at = self.workshop.platforms[0]
        self.worker.start(jobs.survey_job(self.session, opened, self.workshop.platforms))
        self.draw_survey()

    @Slot(list)
    def _on_batch(self, batch: list[object]) -> None:
        self.take(batch)

    def take(self, batch: list[object]) -> None:
        """Take note of what is being looked at, and of what was found for the answers of now."""
        self._of = self._of or self.workshop
        for said in batch:
            if isinstance(said, jobs.Begun):
                self._at = said.subdir
            elif isinstance(said, Surveyed):
                self._found = (*self._found, said)
        self.show_plan(self.plan)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._error = sentences(outcome.error.summary, outcome.error.remedy)
        elif outcome.cancelled:
            self._error = _("Stopped.")
        self.show_plan(self.plan)
        announce(self._error or total_sentence(self._found), self)
