"""Libraries: a set to start from, single ones by search, pasted words, or somebody's list."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.catalog.presets import Preset
from app.core.finding import Finding, Level, WayOut
from app.core.libraries import choosing
from app.core.libraries.searching import meant_by
from app.core.libraries.size_words import download_sentence, drive_sentences
from app.core.packages.ways_out import without
from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.core.specs.pip_requirement import pip_text
from app.core.specs.spec_names import name_of
from app.core.specs.specfile import SpecFile, list_sentence
from app.core.workshops.opening import as_workshop, with_list
from app.errors import InstallError
from app.gui import channel_jobs, services, theme
from app.gui.accelerator_box import AcceleratorBox
from app.gui.chips import Chips
from app.gui.known import Known
from app.gui.library_list import LibraryList
from app.gui.list_line import ListLine
from app.gui.pages.page import Page
from app.gui.preset_box import PresetBox, chosen_words
from app.gui.widgets import Findings, label
from app.gui.worker import Outcome, Worker
from app.i18n import _, sentences

_FIELD = "workshop.packages"
_PIP = "pip:"  # before the chips of pip's packages; no conda spec has a colon there


class LibrariesPage(Page):
    """Asks for the libraries; sizes appear when the solver has answered."""

    topic = "libraries"
    looked_at = Signal(object)
    fields: ClassVar[tuple[str, ...]] = (_FIELD, "workshop.lock", "target.accelerator")
    here_only: ClassVar[bool] = True  # whether it is asked for this computer

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self._wrong_words: Finding | None = None
        self._notes: tuple[Finding, ...] = ()
        self._said = ""
        self._fresh: Plan | None = None
        self._taken: tuple[Workshop, Workshop] | None = None
        self._reader = Worker(self)
        self._reader.ended.connect(self._on_list)
        self.setAcceptDrops(True)
        self._build()

    def _build(self) -> None:
        self._trouble = Findings()  # first, to be in sight in a small window too
        self._trouble.chosen.connect(self._on_way_out)
        self.body.addWidget(self._trouble)
        columns = QHBoxLayout()
        columns.setSpacing(theme.GAP)
        self.presets = PresetBox()
        self.presets.chosen.connect(self._on_preset)
        columns.addWidget(self.presets, 2)
        columns.addLayout(self._build_list(), 3)
        self.body.setSpacing(theme.GRID)
        self.body.addLayout(columns, 1)
        self.accelerator = AcceleratorBox()
        self.accelerator.chosen.connect(self._on_accelerator)
        self.body.addWidget(self.accelerator)
        self._size = label()
        self.body.addWidget(self._size)

    def name(self) -> str:
        return _("Libraries")

    def heading(self) -> str:
        return _("Which libraries?")

    def lead(self) -> str:
        return _("Unsure? Change nothing; more can be added later. Or pick a set, then tick more.")

    def chosen(self, plan: Plan) -> str:
        return chosen_words(plan.workshop)

    def ready(self) -> bool:
        return not self._reader.busy

    def own_findings(self) -> tuple[Finding, ...]:
        return tuple(filter(None, (self._wrong_words, *self._notes)))

    @property
    def busy(self) -> bool:
        """Whether a list is being read."""
        return self._reader.busy

    def stop(self) -> None:
        """Stop reading."""
        self._reader.cancel()

    def read_plan(self, plan: Plan) -> Plan:
        fresh, self._fresh = self._fresh, None
        return plan if fresh is None else fresh

    def own_decisions(self) -> tuple[QWidget, ...]:
        return (self.accelerator,)

    def _build_list(self) -> QVBoxLayout:
        self._file = QPushButton()
        self._file.setAutoDefault(False)
        self._file.clicked.connect(self._on_file)
        self.list = LibraryList(self._file)
        self.list.toggled.connect(self._on_toggled)
        self.list.entered.connect(self._on_entered)
        self.list.pasted.connect(self._on_pasted)
        self.list.looked_at.connect(self.looked_at)
        self.list.search.textChanged.connect(self._on_typed)
        self.chips = Chips()
        self.chips.removed.connect(self._on_removed)
        self.read_list = ListLine()
        self.read_list.forgotten.connect(self._on_forget)
        column = QVBoxLayout()
        column.setSpacing(theme.GRID)
        column.addWidget(self.list, 1)
        column.addWidget(self.chips)
        column.addWidget(self.read_list)
        return column

    def draw_texts(self) -> None:
        self.presets.retranslate()
        self.accelerator.retranslate()
        self.list.retranslate()
        self.chips.setAccessibleName(_("Chosen libraries"))
        self._file.setText(_("Open a &list…"))
        self._file.setToolTip(
            _("environment.yml, requirements.txt, an explicit file; dropped or pasted, too")
        )
        self.read_list.retranslate()

    def draw_plan(self) -> None:
        self._draw_accelerator()
        workshop = self.plan.workshop
        self.presets.show_packages(None if workshop.explicit else workshop.packages)
        self.list.tick(choosing.names_in(self.plan))
        chips = [(text, text) for text in workshop.packages]
        by_pip = workshop.pip_packages
        chips += [(f"{_PIP}{t}", _("{name} (pip)").format(name=pip_text(t))) for t in by_pip]
        self.chips.show_things(chips)
        number = len(workshop.explicit)
        self.read_list.show_list(number, self._said)
        self.list.setEnabled(not number)

    def draw_known(self) -> None:
        self._draw_accelerator()
        text = _("Choosing versions that fit together, to know the size…")
        text = text if self.known.solving else self.size_text()
        reasons = channel_jobs.reasons_against(self.session, self.plan, self.known.machine)
        self.list.show_reasons(reasons if self.here_only else {})
        self.presets.show_sizes(self.known.channel.presets)
        self.list.show_channel(self.known.channel)
        self._size.setText(text)
        self._size.setVisible(bool(text))
        self._trouble.show_findings(self.findings())

    def size_text(self) -> str:
        """What the libraries come to."""
        sizes = self.known.sizes_left
        return sentences(download_sentence(sizes), *drive_sentences(sizes))

    def _draw_accelerator(self) -> None:
        if self.here_only:
            self.accelerator.show_known(self.session, self.plan, self.known)

    def open_list(self, place: str) -> None:
        """Read a list of libraries in the background."""
        if not self._reader.busy:
            self._reader.start(services.list_job(place))
            self.completeChanged.emit()

    def _answer(self, plan: Plan) -> None:
        """Make this plan the answer of the page."""
        self._fresh = plan
        self._wrong_words = None
        self.say_edited()

    def _take(self, read: SpecFile) -> None:
        """Add words, or replace everything by a list that was read; say which in a sentence."""
        if read.kind == "words":
            self._answer(choosing.with_words(self.plan, read))
            return
        listed = as_workshop if self.here_only else with_list
        workshop = listed(read, self.plan.workshop)
        before = self.plan.workshop if self._taken is None else self._taken[0]
        self._taken = (before, workshop)
        self._said = list_sentence(read)
        self._notes = tuple(Finding(_FIELD, Level.NOTE, "list", note) for note in read.notes)
        self._answer(replace(self.plan, workshop=workshop))

    def _understand(self, text: str) -> bool:
        """Take what a text names; whether it did name something, right or wrong."""
        try:
            meant = meant_by(text, self.list.found_by)
        except InstallError as error:
            self._wrong(error.summary, error.remedy)
            return True
        if meant is not None:
            self._take(meant)
        return meant is not None

    def _wrong(self, sentence: str, remedy: str) -> None:
        """Tell it in one sentence. The plan stays, so this does not stop."""
        self._wrong_words = Finding(_FIELD, Level.WARN, "words", sentence, remedy)
        self.learn(self.known)

    @Slot()
    def _on_accelerator(self) -> None:
        self._answer(self.plan.with_target(accelerator=self.accelerator.answer))

    @Slot(object)
    def _on_preset(self, preset: Preset) -> None:
        self._answer(self.plan.with_workshop(packages=preset.packages, explicit=()))

    @Slot(object)
    def _on_way_out(self, way_out: WayOut) -> None:
        self._answer(way_out.applied_to(self.plan))

    @Slot(str, bool)
    def _on_toggled(self, name: str, wanted: bool) -> None:
        self._answer(choosing.with_library(self.plan, name, wanted))

    @Slot(str)
    def _on_removed(self, thing: str) -> None:
        pip = thing.removeprefix(_PIP)
        if pip != thing:
            self._answer(choosing.without_pip(self.plan, pip))
        else:
            self._answer(without(self.plan, (name_of(thing),)))

    @Slot(str)
    def _on_entered(self, text: str) -> None:
        if self._understand(text):
            if self._wrong_words is None:
                self.list.search.clear()
        elif self.list.shown():
            self.list.go_down()
        else:
            sentence = _("There is no package “{name}”.").format(name=text.strip()[:60])
            self._wrong(sentence, _("Try a part of the name, or what it is for."))

    @Slot(str)
    def _on_pasted(self, text: str) -> None:
        if not self._understand(text):
            self.list.search.insert(" ".join(text.split()))

    @Slot()
    def _on_typed(self) -> None:
        if self._wrong_words is not None:
            self._wrong_words = None
            self.learn(self.known)

    @Slot()
    def _on_file(self) -> None:
        title, home = _("Open a list of libraries"), str(self.session.home)
        file, _filter = QFileDialog.getOpenFileName(self, title, home)
        if file:
            self.open_list(file)

    @Slot()
    def _on_forget(self) -> None:
        taken, self._taken, self._said, self._notes = self._taken, None, "", ()
        came_along = self.plan.with_workshop(explicit=())  # where it came with the workshop
        self._answer(came_along if taken is None else choosing.without_list(self.plan, *taken))

    @Slot(object)
    def _on_list(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, SpecFile):
            self._take(outcome.value)
        elif outcome.error is not None:
            self._wrong(outcome.error.summary, outcome.error.remedy)
            self.say_edited()
        self.learn(self.known)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lists may be dropped, as files or as text."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the list that was dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.open_list(local[0])
        elif event.mimeData().hasText():
            self._on_pasted(event.mimeData().text())
