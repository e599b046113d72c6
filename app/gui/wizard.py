"""The wizard: holds the plan, the order of the pages, and what happens when the person leaves.

The plan is the one mutable reference of the window. What pages ask, how work is done and how
things look is elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWizard

from app.core.after.another import another_environment
from app.core.consent import Consent
from app.core.plan import Plan
from app.core.session import Session
from app.gui import services
from app.gui.background import Background
from app.gui.begin_again import BeginAgain
from app.gui.focus import focus_first
from app.gui.leaving import Leaving
from app.gui.navigation import Navigation
from app.gui.offers import Offers
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
from app.gui.remedies import Remedies
from app.gui.server_choice import ServerChoice
from app.gui.stop_question import StopQuestion
from app.gui.worker import Job
from app.i18n import _

AnyPage = TypeVar("AnyPage", bound=Page)
Change = Callable[[Plan], Plan]


class Wizard(Navigation):
    """The window. `language_chosen` and `theme_chosen` ask the application for another look."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    background_kind: ClassVar[type[Background]] = Background

    def __init__(self, session: Session, plan: Plan, change: Change = lambda plan: plan) -> None:
        super().__init__()
        self.session = session
        self.plan = plan
        self.background = self.background_kind(session, plan, self)
        self._go_on_when_checked = self._close_after_run = self._again_after_run = False
        self.question: StopQuestion | None = None
        self.offers = Offers(self)
        self.servers = ServerChoice(session, lambda: self.plan.target.mirrors, self)
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
        self.again = BeginAgain(self, self.finished_page)
        workers = (self.background, self.servers, self.welcome, self.libraries)
        self._leaving = Leaving(workers, self)
        self._connect()
        self.retranslate()

    def begin(self) -> None:
        """Show the window and begin the background work."""
        self.show()
        self.background.start()

    def begin_anew(self) -> None:
        """Back to the first page, as if no other had been seen and nothing had run."""
        self.running.forget()
        self.road.begin_anew()
        self.restart()

    def run_job(self) -> Job:
        """The work of the Running page."""
        work = self.background
        return services.run_job(self.session, self.plan, work.known.machine, work.download.worker)

    def retranslate(self) -> None:
        """Write all texts in the language of now; no answer is lost."""
        self.setWindowTitle(_("Seedbed"))
        self.retranslate_buttons()
        self.again.retranslate()
        for page in self.pages():
            page.retranslate()
        self._draw()

    def _add(self, kind: type[AnyPage]) -> AnyPage:
        page = kind(self.session, self.plan, self.background.known)
        page.edited.connect(self._on_edited)
        page.completeChanged.connect(self._on_complete)
        self.addPage(page)
        return page

    def _connect(self) -> None:
        self.background.learned.connect(self._on_learned)
        self.currentIdChanged.connect(self._on_page)
        self._leaving.left.connect(self._on_left)
        self.welcome.language_chosen.connect(self.language_chosen)
        self.welcome.theme_chosen.connect(self.theme_chosen)
        self.computer.look_again.connect(self.background.probe)
        self.download.start_asked.connect(self.background.start_download)
        self.download.transfer.start_asked.connect(self.background.start_download)
        self.download.transfer.pause_asked.connect(self.background.download.pause)
        self.download.transfer.discard_asked.connect(self.background.download.discard)
        for asked in (self.download.servers_asked, self.running.servers_asked):
            asked.connect(self.servers.ask)
        self.servers.chosen.connect(self._on_servers_chosen)
        self.review.look_again.connect(self.background.ask_again)
        self.libraries.looked_at.connect(self.background.channel.ask_facts)
        self.running.ended.connect(self._on_run_ended)
        self.running.back_asked.connect(self.back)
        self.again.asked.connect(self._on_again)
        Remedies(self, self.session, self.running, self._start_run)

    def _draw(self) -> None:
        self.rules.follow(self.plan, self.pages(), self.background.checked)
        self.rail.show_stops(self.road.stops(self.currentId(), self.plan))
        self._draw_hint()
        self.review.setButtonText(QWizard.WizardButton.CommitButton, self.review.action())
        self.place_strip()

    def _draw_hint(self) -> None:
        """Beside a grey Next stands why it is grey; those who do not see it hear it from Next."""
        page = self.current()
        hint = page.meanwhile() if page.isComplete() else page.hint()
        self.strip.show_known(self.background.known, hint)
        self.draw_cancel(page is self.running and self.running.over, self.running.stopping)
        self.explain_next(hint)

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
        elif self.current() is self.welcome and self.background.known.without_catalog:
            self.background.ask_again()  # the same was opened once more
        self._show_all()

    @Slot()
    def _on_complete(self) -> None:
        self._draw_hint()

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
        if number < 0 or not isinstance(page, Page) or self.passing:
            return
        self.arrived()
        self._go_on_when_checked = False
        later = (self.location, self.environment, self.libraries)
        if page in later and not self.plan.target.reuse:
            self.background.offer_download()
        if page is self.environment:
            self.background.want("pythons")
        if page in (self.libraries, self.review):
            self.background.want("sizes")
        self.background.compare(page is self.libraries)
        self._show_all()
        if page is self.computer or not focus_first(page, page.note.button):  # nothing to answer
            self.button(QWizard.WizardButton.NextButton).setFocus()
        if page is self.running:
            self._start_run()
        if page is self.finished_page:
            self.finished_page.draw_proof()

    def _start_run(self, change: Change = lambda plan: plan) -> None:
        self.plan = change(self.plan)
        self._show_all()
        self.background.download.give_way()
        self.background.stop()
        self.running.run(self.run_job())

    @Slot()
    def _on_again(self) -> None:
        """Another environment in the conda that is there now; everything is asked anew."""
        self.plan = another_environment(self.plan)
        self.begin_anew()
        self.background.probe()  # the new conda is to be found
        self.background.plan_changed(self.plan)
        self._show_all()

    @Slot(object)
    def _on_servers_chosen(self, consents: tuple[Consent, ...]) -> None:
        """From now on; a run that goes on or has failed goes on from where it is."""
        self.plan = self.plan.with_target(mirrors=consents)
        self._show_all()
        if self.current() is not self.running:
            self.background.plan_changed(self.plan)
        elif self.running.running:
            self._again_after_run = True
            self.running.stop()
        elif not self.running.succeeded:
            self._start_run()

    @Slot()
    def _on_run_ended(self) -> None:
        again, self._again_after_run = self._again_after_run, False
        if self.question is not None:
            self.question.close()
            self._close_after_run = False  # nobody has answered that it may close
        if self._close_after_run:
            self.done(int(QWizard.DialogCode.Rejected))
        elif self.running.succeeded:
            self.next()
        elif again:
            self._start_run()
        else:
            self.background.plan_changed(self.plan)  # the person may want to change answers
            self.background.download.take_up()
        self._draw()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window in mid-run means: stop, and then close."""
        self._close_after_run = self.running.running
        super().closeEvent(event)

    def stop_and_close(self) -> None:
        """Leave without a question: somebody ended the program from outside."""
        self._close_after_run = True
        if self.running.running:
            self.running.stop()
        else:
            self.done(int(QWizard.DialogCode.Rejected))

    def reject(self) -> None:
        """Cancel, Esc and the window's cross; in mid-run the person is asked once."""
        if not self.running.running:
            self.done(int(QWizard.DialogCode.Rejected))
        elif self.question is None and not self.running.stopping:
            self._ask()

    def _ask(self) -> None:
        self.question = StopQuestion(self, closes=self._close_after_run)
        self.question.finished.connect(self._on_answer)
        self.question.open()

    @Slot()
    def _on_answer(self) -> None:
        box, self.question = self.question, None
        if box is None:
            return
        if box.stop_chosen:
            self.running.stop()
        elif self.running.running:
            self._close_after_run = False
        box.deleteLater()
        self.offers.take_waiting()

    def done(self, result: int) -> None:
        """Close the window at once, and end when all threads have (the window never freezes)."""
        self.hide()
        self._leaving.begin(result)

    @Slot(int)
    def _on_left(self, result: int) -> None:
        super().done(result)
