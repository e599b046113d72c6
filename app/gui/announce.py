"""Says to those who do not see the window what changes by itself: what stops the road, how the
download and the run go, what the solver answered.

What the person does is told by the widgets themselves; nothing is decided or drawn here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.core.finding import Finding, Level, about
from app.core.libraries.size_words import download_sentence
from app.core.run.events import Event, RunCancelled, RunDone, RunFailed, StepStarted
from app.gui.known import Known, Transfer
from app.gui.transfer_line import download_text
from app.gui.widgets import level_word
from app.gui.wizard import Wizard
from app.i18n import _, sentences

Say = Callable[[str, QWidget, bool], None]
_LIBRARIES = "workshop.packages"


def announce(text: str, widget: QWidget, urgent: bool = False) -> None:
    """Let a screen reader say `text` on behalf of `widget`; an urgent one interrupts.

    Nothing happens where no screen reader is at work (Qt 6.8 and newer).
    """
    if not text:
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class Herald(QObject):
    """Follows a wizard and tells `say` about each change once, whatever page is shown."""

    def __init__(self, wizard: Wizard, say: Say = announce) -> None:
        super().__init__(wizard)
        self.say = say
        self._wizard = wizard
        self._before = wizard.background.known
        self._stops: frozenset[tuple[str, str]] = frozenset()
        wizard.background.learned.connect(self._on_learned)
        wizard.currentIdChanged.connect(self._on_learned)
        wizard.running.worker.batch.connect(self._on_batch)
        wizard.running.ended.connect(self._on_ended)

    def _tell(self, *parts: str, urgent: bool = False) -> None:
        text = sentences(*parts)
        if text:
            self.say(text, self._wizard, urgent)

    def _tell_stops(self, findings: tuple[Finding, ...]) -> None:
        stops = [found for found in findings if found.level is Level.STOP]
        for found in stops:
            if (found.field, found.rule) not in self._stops:
                sentence = f"{level_word(found.level)}: {found.sentence}"
                self._tell(sentence, found.remedy, urgent=True)
        self._stops = frozenset((found.field, found.rule) for found in stops)

    def _tell_download(self, before: Known, now: Known) -> None:
        download = now.download
        if download.state is before.download.state:
            return
        if download.state is Transfer.DONE:
            self._tell(download_text(download))
        elif download.state is Transfer.FAILED:
            remedy = download.error.remedy if download.error else ""
            self._tell(download_text(download), remedy, urgent=True)

    def _tell_solved(self, before: Known, now: Known) -> None:
        if now.solving or not before.solving:
            return
        troubles = about(now.troubles, _LIBRARIES)
        if not troubles:
            self._tell(download_sentence(now.sizes_left))
        for trouble in troubles:
            if (trouble.field, trouble.rule) not in self._stops:  # those are told already
                self._tell(trouble.sentence, trouble.remedy)

    @Slot()
    def _on_learned(self) -> None:
        before, now = self._before, self._wizard.background.known
        self._before = now
        self._tell_stops(self._wizard.current().findings())
        self._tell_download(before, now)
        self._tell_solved(before, now)

    @Slot(list)
    def _on_batch(self, batch: list[Event]) -> None:
        for event in batch:
            if isinstance(event, StepStarted):
                self._tell(event.title)

    @Slot()
    def _on_ended(self) -> None:
        match self._wizard.running.state.last:
            case RunDone():
                self._tell(self._wizard.running.heading())
            case RunFailed(_step, error):
                self._tell(error.summary, error.remedy, urgent=True)
            case RunCancelled():
                self._tell(_("The installation was stopped."))
            case _:
                pass
