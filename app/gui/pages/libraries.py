"""Libraries: a set to start from, single ones, free text, or somebody's list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
)

from app.core.catalog.libraries import all_libraries
from app.core.catalog.presets import Preset
from app.core.finding import Finding, Level, WayOut
from app.core.opening import as_workshop
from app.core.plan import Plan
from app.core.session import Session
from app.core.size_words import download_sentence, drive_sentences
from app.core.specs import parse_words
from app.core.specs.specfile import SpecFile
from app.errors import InstallError
from app.gui import services, theme
from app.gui.accelerator_box import AcceleratorBox
from app.gui.known import Known
from app.gui.library_list import LibraryList
from app.gui.pages.page import Page
from app.gui.preset_box import PresetBox, preset_of
from app.gui.widgets import Findings, card, label, row
from app.gui.worker import Outcome, Worker
from app.i18n import _, ngettext

_FIELD = "workshop.packages"
_TEXT_HEIGHT = 52


class LibrariesPage(Page):
    """Asks for the libraries; sizes appear when the solver has answered."""

    fields = (_FIELD, "workshop.lock", "target.accelerator")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self._wrong_words: Finding | None = None
        self._notes: tuple[Finding, ...] = ()
        self._fresh: Plan | None = None
        self._reader = Worker(self)
        self._reader.ended.connect(self._on_list)
        self.setAcceptDrops(True)
        columns = QHBoxLayout()
        columns.setSpacing(2 * theme.GRID)
        self._presets = PresetBox()
        self._presets.chosen.connect(self._on_preset)
        columns.addWidget(self._presets, 2)
        columns.addWidget(self._build_list(), 3)
        self.body.addLayout(columns, 1)
        self.accelerator = AcceleratorBox()
        self.accelerator.chosen.connect(self._on_edited)
        self.body.addWidget(self.accelerator)
        self._build_words()
        self._size = label()
        self.body.addWidget(self._size)
        self._trouble = Findings()
        self._trouble.chosen.connect(self._on_way_out)
        self.body.addWidget(self._trouble)

    def name(self) -> str:
        return _("Libraries")

    def heading(self) -> str:
        return _("Which libraries?")

    def lead(self) -> str:
        return _("Start from a set and tick what you need. More can be added at any time later.")

    def chosen(self, plan: Plan) -> str:
        workshop = plan.workshop
        if workshop.explicit:
            number = len(workshop.explicit)
            return ngettext("{number} exact package", "{number} exact packages", number).format(
                number=number
            )
        same = preset_of(workshop.packages)
        if same is not None:
            return _(same.title)
        number = len(workshop.packages) + len(workshop.pip_packages)
        return ngettext("{number} library", "{number} libraries", number).format(number=number)

    def ready(self) -> bool:
        return not self._reader.busy

    def own_findings(self) -> tuple[Finding, ...]:
        wrong = (self._wrong_words,) if self._wrong_words else ()
        return (*wrong, *self._notes)

    @property
    def busy(self) -> bool:
        """Whether a list is being read."""
        return self._reader.busy

    def stop(self) -> None:
        """Stop reading."""
        self._reader.cancel()

    def read_plan(self, plan: Plan) -> Plan:
        if self._fresh is not None:
            fresh, self._fresh = self._fresh, None
            return fresh
        self._wrong_words = None
        try:
            words = tuple(spec.text for spec in parse_words(self.words.toPlainText()))
        except InstallError as error:
            self._wrong_words = Finding(_FIELD, Level.STOP, "words", error.summary, error.remedy)
            words = _others(plan.workshop.packages)
        ticked = self.list.ticked()
        kept = [name for name in plan.workshop.packages if name in ticked]
        packages = tuple(dict.fromkeys((*kept, *ticked, *words)))
        plan = plan.with_target(accelerator=self.accelerator.answer)
        return plan.with_workshop(packages=packages)

    def _build_list(self) -> QFrame:
        frame, column = card()
        self.list = LibraryList()
        self.list.ticked_changed.connect(self._on_edited)
        column.addWidget(self.list, 1)
        return frame

    def _build_words(self) -> None:
        frame, column = card()
        self._words_label = QLabel()
        self.words = QPlainTextEdit()
        self.words.setFixedHeight(_TEXT_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.words.textChanged.connect(self._on_edited)
        self._words_label.setBuddy(self.words)
        self._file = QPushButton()
        self._file.setAutoDefault(False)
        self._file.clicked.connect(self._on_file)
        self._exact = label()
        self.forget = QPushButton()
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self._on_forget)
        column.addLayout(row(self._words_label, 1, self._file))
        column.addWidget(self.words)
        column.addLayout(row(self._exact, self.forget))
        self.body.addWidget(frame)

    def draw_texts(self) -> None:
        self._presets.retranslate()
        self.accelerator.retranslate()
        self.list.retranslate()
        self._words_label.setText(_("&More, by name:"))
        self.words.setAccessibleName(_("More libraries by name"))
        self.words.setPlaceholderText(_("For example: seaborn  pytorch>=2  (or paste a command)"))
        self._file.setText(_("Open a &list…"))
        self._file.setToolTip(
            _("environment.yml, requirements.txt or an explicit file; or drop it")
        )
        self.forget.setText(_("&Forget the list"))

    def draw_plan(self) -> None:
        self.accelerator.show_known(self.session, self.plan, self.known)
        packages = self.plan.workshop.packages
        self._presets.show_packages(packages)
        self.list.tick(packages)
        self._draw_words(_others(packages))
        self._draw_exact()

    def _draw_words(self, others: tuple[str, ...]) -> None:
        if self._wrong_words is not None:
            return
        try:
            typed = tuple(spec.text for spec in parse_words(self.words.toPlainText()))
        except InstallError:
            typed = ("",)
        if tuple(word for word in typed if word in others) != others:
            self.words.setPlainText("  ".join(others))

    def _draw_exact(self) -> None:
        workshop = self.plan.workshop
        parts = []
        if workshop.explicit:
            parts.append(
                _("A list of {number} exact packages is used; nothing else is added.").format(
                    number=len(workshop.explicit)
                )
            )
        if workshop.pip_packages:
            names = ", ".join(workshop.pip_packages)
            parts.append(_("From PyPI, by pip: {names}").format(names=names))
        self._exact.setText("\n".join(parts))
        self._exact.setVisible(bool(parts))
        self.forget.setVisible(bool(parts))
        for widget in (self.list, self.words):
            widget.setEnabled(not workshop.explicit)

    def draw_known(self) -> None:
        self.accelerator.show_known(self.session, self.plan, self.known)
        sizes = self.known.sizes_left
        if self.known.solving:
            text = _("Choosing versions that fit together, to know the size…")
        else:
            text = " ".join((download_sentence(sizes), *drive_sentences(sizes))).strip()
        self._size.setText(text)
        self._size.setVisible(bool(text))
        self._trouble.show_findings(self.findings())

    def open_list(self, place: str) -> None:
        """Read a list of libraries in the background."""
        if not self._reader.busy:
            self._reader.start(services.list_job(place))
            self.completeChanged.emit()

    @Slot(object)
    def _on_preset(self, preset: Preset) -> None:
        self._fresh = self.plan.with_workshop(packages=preset.packages)
        self._wrong_words = None
        with QSignalBlocker(self.words):
            self.words.clear()
        self.say_edited()

    @Slot(object)
    def _on_way_out(self, way_out: WayOut) -> None:
        self._fresh = way_out.applied_to(self.plan)
        self._wrong_words = None
        with QSignalBlocker(self.words):
            self.words.clear()  # drawn anew from the plan
        self.say_edited()

    @Slot()
    def _on_edited(self) -> None:
        self.say_edited()

    @Slot()
    def _on_file(self) -> None:
        title = _("Open a list of libraries")
        file, _filter = QFileDialog.getOpenFileName(self, title, str(self.session.home))
        if file:
            self.open_list(file)

    @Slot()
    def _on_forget(self) -> None:
        self._fresh = self.plan.with_workshop(explicit=(), pip_packages=())
        self._notes = ()
        self.say_edited()

    @Slot(object)
    def _on_list(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, SpecFile):
            read = outcome.value
            workshop = as_workshop(read, self.plan.workshop)
            self._fresh = replace(self.plan, workshop=workshop)
            self._notes = tuple(Finding(_FIELD, Level.NOTE, "list", note) for note in read.notes)
        elif outcome.error is not None:
            error = outcome.error
            # The plan has not changed, so this does not stop: the person may just go on.
            self._notes = (Finding(_FIELD, Level.WARN, "list", error.summary, error.remedy),)
        self.say_edited()
        self.learn(self.known)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lists may be dropped."""
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the list that was dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.open_list(local[0])


def _others(packages: tuple[str, ...]) -> tuple[str, ...]:
    """The packages that are not in the list to tick: unknown ones, and those with versions."""
    names = {library.name for library in all_libraries()}
    return tuple(package for package in packages if package not in names)
