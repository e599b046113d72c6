"""The wizard: holds the plan, the order of the pages, and what happens when the person leaves.

The plan is the one mutable reference of the window. What pages ask, how work is done and how
things look is elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import QPoint, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMessageBox, QWidget, QWizard

from app.core.finding import Level, worst
from app.core.plan import Plan
from app.core.session import Session
from app.gui import services, theme
from app.gui.background import Background
from app.gui.pages.computer import ComputerPage
from app.gui.pages.download import DownloadPage
from app.gui.pages.environment import EnvironmentPage
from app.gui.pages.finished import FinishedPage
from app.gui.pages.libraries import LibrariesPage
from app.gui.pages.location import LocationPage
from app.gui.pages.page import Page
from app.gui.pages.review import ReviewPage
from app.gui.pages.running import RunningPage
from app.gui.pages.welcome import WelcomePage
from app.gui.rail import Progress, Rail, Stop
from app.gui.strip import Strip
from app.gui.worker import Job
from app.i18n import _

SMALLEST = QSize(900, 600)
USUAL = QSize(1000, 720)
_LEAVE_POLL_MILLISECONDS = 50
_LEAVE_PATIENCE = 60  # polls: threads that look up a dead name are not waited for for ever

AnyPage = TypeVar("AnyPage", bound=Page)
Change = Callable[[Plan], Plan]


class Wizard(QWizard):
    """The window. `language_chosen` asks the application for another language."""

    language_chosen = Signal(str)
    background_kind: ClassVar[type[Background]] = Background

    def __init__(self, session: Session, plan: Plan, change: Change = lambda plan: plan) -> None:
        super().__init__()
        self.session = session
        self.plan = plan
        self.background = self.background_kind(session, plan, self)
        self._go_on_when_checked = False
        self._close_after_run = False
        self._result = 0
        self._polls = 0
        self._question: QMessageBox | None = None
        self._set_up_window()
        self.welcome = self._add(WelcomePage)
        self.welcome.change = change
        self.computer = self._add(ComputerPage)
        self.download = self._add(DownloadPage)
        self.location = self._add(LocationPage)
        self.environment = self._add(EnvironmentPage)
        self.libraries = self._add(LibrariesPage)
        self.review = self._add(ReviewPage)
        self.running = self._add(RunningPage)
        self.finished_page = self._add(FinishedPage)
        self._connect()
        self.retranslate()

    def begin(self) -> None:
        """Show the window and begin the background work."""
        self.show()
        self.background.start()

    def run_job(self) -> Job:
        """The work of the Running page."""
        return services.run_job(
            self.session,
            self.plan,
            self.background.known.machine,
            after=self.background.download.worker,
        )

    def pages(self) -> list[Page]:
        """All pages, in their order."""
        found = [self.page(number) for number in self.pageIds()]
        return [page for page in found if isinstance(page, Page)]

    def current(self) -> Page:
        """The page that is shown."""
        page = self.currentPage()
        return page if isinstance(page, Page) else self.welcome

    def retranslate(self) -> None:
        """Write all texts in the language of now; no answer is lost."""
        self.setWindowTitle(_("Seedbed"))
        for page in self.pages():
            page.retranslate()
        self._draw()

    def _set_up_window(self) -> None:
        if self.wizardStyle() is QWizard.WizardStyle.AeroStyle:  # it would hide the Back button
            self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setOption(QWizard.WizardOption.DisabledBackButtonOnLastPage)
        self.setWindowIcon(theme.application_icon())
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.rail = Rail()
        self.setSideWidget(self.rail)
        self.strip = Strip()
        self.strip.setParent(self)
        self._leaving = QTimer(self)
        self._leaving.setInterval(_LEAVE_POLL_MILLISECONDS)
        self._leaving.timeout.connect(self._on_leaving)

    def _add(self, kind: type[AnyPage]) -> AnyPage:
        page = kind(self.session, self.plan, self.background.known)
        page.edited.connect(self._on_edited)
        self.addPage(page)
        return page

    def _connect(self) -> None:
        self.background.learned.connect(self._on_learned)
        self.currentIdChanged.connect(self._on_page)
        self.welcome.language_chosen.connect(self.language_chosen)
        self.computer.look_again.connect(self.background.probe)
        self.download.start_asked.connect(self.background.start_download)
        self.download.transfer.start_asked.connect(self.background.start_download)
        self.download.transfer.pause_asked.connect(self.background.download.pause)
        self.download.transfer.discard_asked.connect(self.background.download.discard)
        self.running.ended.connect(self._on_run_ended)
        self.running.back_asked.connect(self.back)
        self.running.problem.again.connect(self._on_again)

    def _draw(self) -> None:
        here = self.currentId()
        self.rail.show_stops([self._stop(n, page, here) for n, page in enumerate(self.pages())])
        self.strip.show_known(self.background.known)
        self.review.setButtonText(QWizard.WizardButton.CommitButton, self.review.action())
        self._place_strip()

    def _stop(self, number: int, page: Page, here: int) -> Stop:
        progress = Progress.AHEAD
        if number == here:
            progress = Progress.HERE
        elif number < here:
            troubled = number < self.currentId() and worst(page.findings()) is Level.STOP
            progress = Progress.TROUBLE if troubled else Progress.DONE
        return Stop(page.name(), page.chosen(self.plan), progress)

    def _place_strip(self) -> None:
        """QWizard has no place for it, so it lies over the free part of the row of buttons."""
        kinds = QWizard.WizardButton
        shown: list[QWidget] = [
            button
            for kind in (kinds.BackButton, kinds.NextButton, kinds.CommitButton,
                         kinds.FinishButton, kinds.CancelButton)
            if (button := self.button(kind)) is not None and button.isVisible()
        ]  # fmt: skip
        if not shown:
            return
        corners = [button.mapTo(self, QPoint(0, 0)) for button in shown]
        left = min(corner.x() for corner in corners)
        margin = 2 * theme.GRID
        width = left - 2 * margin
        self.strip.setGeometry(margin, corners[0].y(), max(0, width), shown[0].height())
        self.strip.raise_()

    def _show_all(self) -> None:
        page = self.current()
        for each in self.pages():
            each.plan, each.known = self.plan, self.background.known
        page.show_plan(self.plan)
        page.learn(self.background.known)
        self._draw()

    def validateCurrentPage(self) -> bool:
        """Next waits for the newest answers to be checked, and goes on by itself then."""
        self._go_on_when_checked = not self.background.checked
        return self.background.checked

    @Slot()
    def _on_edited(self) -> None:
        self._go_on_when_checked = False
        plan = self.current().read_plan(self.plan)
        if plan != self.plan:
            self.plan = plan
            self.background.plan_changed(plan)
        self._show_all()

    @Slot()
    def _on_learned(self) -> None:
        known = self.background.known
        for page in self.pages():
            page.known = known
        self.current().learn(known)
        self._draw()
        if self._go_on_when_checked and self.background.checked:
            self._go_on_when_checked = False
            if self.current().isComplete():
                self.next()

    @Slot(int)
    def _on_page(self, number: int) -> None:
        page = self.page(number)
        if number < 0 or not isinstance(page, Page):
            return
        self._go_on_when_checked = False
        if page is self.location and not self.plan.target.reuse:
            self.background.offer_download()
        if page is self.environment:
            self.background.want("pythons")
        if page is self.libraries or page is self.review:
            self.background.want("sizes")
        self._show_all()
        if page is self.computer:  # nothing to answer there
            self.button(QWizard.WizardButton.NextButton).setFocus()
        if page is self.running:
            self._start_run()
        if page is self.finished_page:
            self.finished_page.draw_proof()

    def _start_run(self) -> None:
        # The run takes the same partial file and the same lock, so the early download ends first.
        self.background.download.pause()
        self.background.stop()
        self.running.run(self.run_job())

    @Slot()
    def _on_again(self) -> None:
        self._start_run()

    @Slot()
    def _on_run_ended(self) -> None:
        if self._question is not None:
            self._question.close()
        if self._close_after_run:
            self.done(int(QWizard.DialogCode.Rejected))
        elif self.running.succeeded:
            self.next()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip in its place."""
        super().resizeEvent(event)
        self._place_strip()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window in mid-run means: stop, and then close."""
        self._close_after_run = self.running.running
        super().closeEvent(event)

    def reject(self) -> None:
        """Cancel, Esc and the window's cross; in mid-run the person is asked once."""
        if not self.running.running:
            self.done(int(QWizard.DialogCode.Rejected))
        elif self._question is None and not self.running.stopping:
            self._ask()

    def _ask(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Stop the installation?"))
        box.setText(_("Stop the installation?"))
        box.setInformativeText(
            _(
                "What has been downloaded and finished is kept, and the next run goes on from "
                "there. Half-made parts are removed. Your own files are not touched."
            )
        )
        self._stop_button = box.addButton(_("&Stop"), QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(_("&Continue installing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        box.finished.connect(self._on_answer)
        self._question = box
        box.open()

    @Slot()
    def _on_answer(self) -> None:
        box, self._question = self._question, None
        if box is None:
            return
        if box.clickedButton() is self._stop_button:
            self.running.stop()
        elif self.running.running:
            self._close_after_run = False
        box.deleteLater()

    def done(self, result: int) -> None:
        """Close the window at once, and end when all threads have (the window never freezes)."""
        self._result = result
        self.background.stop()
        for page in (self.welcome, self.libraries):
            page.stop()
        self.hide()
        self._on_leaving()

    @Slot()
    def _on_leaving(self) -> None:
        self._polls += 1
        busy = self.background.busy or self.welcome.busy or self.libraries.busy
        if busy and self._polls < _LEAVE_PATIENCE:
            self._leaving.start()
            return
        self._leaving.stop()
        super().done(self._result)
