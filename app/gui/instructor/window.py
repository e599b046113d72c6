"""The instructor's window: sections with a rail of their own, and the workshop's file below.

It holds the draft; what the sections ask and how the file is written is elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.finding import Level, worst
from app.core.foreign_text import printable
from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.core.workshops.draft import Draft, new_draft
from app.gui import theme
from app.gui.background import Background
from app.gui.focus import Paged, focus_first, order_tabs
from app.gui.instructor.about import AboutSection
from app.gui.instructor.file_row import FileRow
from app.gui.instructor.files import Files
from app.gui.instructor.kit import KitSection
from app.gui.instructor.libraries import LibrariesSection
from app.gui.instructor.materials import MaterialsSection
from app.gui.instructor.platforms import PlatformsSection
from app.gui.instructor.results import ResultsSection
from app.gui.instructor.room import RoomSection
from app.gui.instructor.rules import RulesSection
from app.gui.instructor.software import SoftwareSection
from app.gui.keys import ENTER, press_focused
from app.gui.known import Known
from app.gui.leaving import Leaving
from app.gui.measures import SMALLEST, USUAL
from app.gui.pages.page import Page
from app.gui.rail import Progress, Rail, Stop
from app.i18n import _

AnySection = TypeVar("AnySection", bound=Page)
USUAL_PLATFORMS = ("linux-64", "osx-arm64", "win-64")


class InstructorWindow(Paged):
    """The window. `left` says that it is closed and nothing of it is at work any more."""

    left = Signal()

    def __init__(self, session: Session, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.session, self.background = session, background
        self.background.setParent(self)
        workshop = replace(session.new_plan().workshop, platforms=USUAL_PLATFORMS)
        self.draft = new_draft(workshop)
        self._seen: set[int] = set()
        self.plan = self._plan_of(self.draft)
        self._build()
        workers = (background, self.libraries, self.platforms, self.kit, self.room)
        self._leaving = Leaving(workers, self)
        self._leaving.left.connect(self._on_left)
        self.files = Files(self)
        background.learned.connect(self._on_learned)
        self.retranslate()
        self.show_draft(self.draft)

    def _build(self) -> None:
        self.rail, self.stack, self.row = Rail(), QStackedWidget(), FileRow()
        self.about = self._add(AboutSection)
        self.software = self._add(SoftwareSection)
        self.libraries = self._add(LibrariesSection)
        self.materials = self._add(MaterialsSection)
        self.rules = self._add(RulesSection)
        self.platforms = self._add(PlatformsSection)
        self.kit = self._add(KitSection)
        self.room = self._add(RoomSection)
        self.results = self._add(ResultsSection)
        self.libraries.looked_at.connect(self.background.channel.ask_facts)
        self.kit.made.connect(self._on_made)
        self.rail.picked.connect(self.go_to)
        self.row.closed.connect(self.close)
        self.row.went_on.connect(self._on_next)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        column.setSpacing(theme.GRID)
        column.addLayout(upper, 1)
        column.addWidget(self.row)

    def _add(self, kind: Callable[[Session, Plan, Known], AnySection]) -> AnySection:
        section = kind(self.session, self.plan, self.background.known)
        section.edited.connect(self._on_edited)
        section.completeChanged.connect(self._draw)
        self.stack.addWidget(section)
        return section

    def sections(self) -> list[Page]:
        """All sections, in the rail's order."""
        found = [self.stack.widget(number) for number in range(self.stack.count())]
        return [section for section in found if isinstance(section, Page)]

    def current(self) -> Page:
        """The section that is shown."""
        return self.sections()[self.stack.currentIndex()]

    def currentPage(self) -> QWidget:
        """The same, by the name that a wizard has for it."""
        return self.current()

    @property
    def busy(self) -> bool:
        """Whether something of it is at work that takes long."""
        return self.kit.busy or self.room.busy

    def begin(self) -> None:
        """Show the window and begin to learn what the channels have."""
        self.show()
        self.background.want("pythons")
        self.background.plan_changed(self.plan)
        self.go_to(0)

    @Slot(int)
    def go_to(self, number: int) -> None:
        """Show another section."""
        self.stack.setCurrentIndex(number)
        self._seen.add(number)
        section = self.current()
        if section is self.room:
            self.room.show_kit(self.kit.place)
        if section is self.libraries:
            self.background.want("sizes")
        section.show_plan(self.plan)
        section.learn(self.background.known)
        self._draw()
        order_tabs(self)
        if not focus_first(section):
            self.row.close_button.setFocus()

    def show_draft(self, draft: Draft) -> None:
        """Show another draft, or the same in another state."""
        self.draft = draft
        plan = self._plan_of(draft)
        if plan != self.plan:
            self.plan = plan
            self.background.plan_changed(plan)
        saved = draft.path is not None and not draft.changed
        self.kit.show_file(draft.path, saved)
        self.room.show_kit(self.kit.place)
        for section in self.sections():
            section.plan, section.known = self.plan, self.background.known
        self.current().show_plan(self.plan)
        self._draw()

    def answer(self, workshop: Workshop) -> None:
        """Let this be what was answered."""
        self.show_draft(replace(self.draft, workshop=workshop))

    def retranslate(self) -> None:
        """Write all texts in the language of now; no answer is lost."""
        self.setWindowTitle(_("Seedbed: prepare a workshop"))
        for section in self.sections():
            section.retranslate()
        self.row.retranslate()
        self._draw()

    def reject(self) -> None:
        """Esc, the cross and “Back to Seedbed”: what is not saved is asked about."""
        if self.files.may_leave():
            self.leave()

    def leave(self) -> None:
        """Close without a question."""
        self.hide()
        self._leaving.begin(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, and nothing else."""
        if not press_focused(self, event) and event.key() not in ENTER:
            super().keyPressEvent(event)

    def _plan_of(self, draft: Draft) -> Plan:
        opened = draft.opened
        return self.session.opened(opened.workshop, opened.source)

    def stops(self) -> list[Stop]:
        """The sections as the rail shows them."""
        return [self._stop(number) for number in range(self.stack.count())]

    @Slot()
    def _draw(self) -> None:
        self.rail.show_stops(self.stops())
        self.rail.setAccessibleName(_("Parts of the workshop"))
        following = self.stack.currentIndex() + 1
        names = [section.name() for section in self.sections()[following:]]
        self.row.show_draft(self.draft, names[0] if names else "")

    def _stop(self, number: int) -> Stop:
        section = self.sections()[number]
        chosen = printable(section.chosen(self.plan))
        progress = Progress.DONE if chosen else Progress.OPEN
        if chosen and number not in self._seen and self.draft.path is None:
            progress = Progress.PRESET  # what a file says, somebody has decided already
        if worst(section.own_findings()) is Level.STOP:
            progress = Progress.TROUBLE
        if section is self.current():
            progress = Progress.HERE
        return Stop(section.name(), chosen, progress, open=True)

    @Slot()
    def _on_next(self) -> None:
        self.go_to(self.stack.currentIndex() + 1)

    @Slot()
    def _on_edited(self) -> None:
        section = self.current()
        plan = section.read_plan(self.plan)
        if plan.workshop != self.plan.workshop:
            self.answer(plan.workshop)
        else:
            section.show_plan(self.plan)
            self._draw()

    @Slot()
    def _on_learned(self) -> None:
        self.current().learn(self.background.known)
        self._draw()

    @Slot()
    def _on_made(self) -> None:
        self.files.read_lock()

    @Slot(int)
    def _on_left(self, _result: int) -> None:
        super().reject()
        self.left.emit()
