"""Long work as a card: what is going on, how far it is, and buttons to begin, pause and stop it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from app.core.amounts import bytes_text, rate_text, seconds_text
from app.core.finding import Level
from app.core.run.events import Progress, StepStarted, Unit
from app.errors import InstallError
from app.gui import theme
from app.gui.bars import show_on_bar
from app.gui.widgets import Icon, label
from app.i18n import _, joined_facts, sentences


class Stage(Enum):
    """Where the work stands."""

    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    FAILED = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Doing:
    """The work: its stage, the step that is at work, the sentence about it, its share (0 to 1,
    None where not counted), how much that is; done, but `warned` of something that lacks."""

    stage: Stage = Stage.IDLE
    step: str = ""
    text: str = ""
    share: float | None = None
    amount: str = ""
    warned: bool = False
    stopping: bool = False
    error: InstallError | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """How the card is called, and its button: to begin, to begin once more, after a failure."""

    title: str
    begin: str
    again: str
    retry: str


class WorkLine(QFrame):
    """Shows Doing. With `pausable` it can be paused; `start_asked` also goes on after a pause."""

    start_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, pausable: bool = False) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._pausable = pausable
        self._doing, self._words, self._allowed = Doing(), Words("", "", "", ""), True
        self._icon, self._title = Icon("warn", "warn"), label("section")
        self._text, self._remedy = label(), label("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.main, self.stop = QPushButton(), QPushButton()
        for button in (self.main, self.stop):
            button.setAutoDefault(False)
        self.main.clicked.connect(self._on_main)
        self.stop.clicked.connect(self.stop_asked)
        self.texts = texts = QVBoxLayout()  # what the work is asked about comes last
        texts.setSpacing(theme.HALF)
        for widget in (self._title, self._text, self._bar, self._remedy):
            texts.addWidget(widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(*theme.CARD_MARGINS)
        line.setSpacing(theme.GAP)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(self.stop)
        line.addWidget(self.main)

    @property
    def doing(self) -> Doing:
        """What is shown."""
        return self._doing

    def retranslate(self, words: Words) -> None:
        """Write the texts in the language of now."""
        self._words = words
        self._title.setText(words.title)
        self.setAccessibleName(words.title)
        self._bar.setAccessibleName(_("Progress: {what}").format(what=words.title))
        self.stop.setText(_("Cancel"))
        self.stop.setAccessibleDescription(words.title)
        self.show_doing(self._doing, self._allowed)

    def show_doing(self, doing: Doing, allowed: bool = True, why: str = "") -> None:
        """Show where the work stands; it may begin only where it is `allowed`, else it says `why`
        not."""
        self._doing, self._allowed = doing, allowed
        active = doing.stage in (Stage.RUNNING, Stage.PAUSED)
        error = doing.error
        self._text.setText(error.summary if error is not None else why or doing.text)
        self._text.setVisible(bool(self._text.text()))
        self._remedy.setText(error.remedy if error is not None else "")
        self._remedy.setVisible(bool(self._remedy.text()))
        self._icon.setVisible(doing.stage in (Stage.FAILED, Stage.DONE))
        if doing.stage is Stage.FAILED:
            self._icon.show_level(Level.STOP)
        elif doing.warned:
            self._icon.show_level(Level.WARN)
        else:
            self._icon.show_state("ok", "ok", _("done"))
        self._bar.setVisible(active)
        share = doing.share
        paused = doing.stage is Stage.PAUSED  # a moving bar would say that something happens
        show_on_bar(self._bar, share or 0.0, 1.0 if share is not None or paused else None)
        self.stop.setVisible(active)
        self.stop.setEnabled(not doing.stopping)
        running = doing.stage is Stage.RUNNING
        self.main.setVisible(self._pausable or not running)
        # Not switched off while it stops: the focus would go to another control.
        self.main.setEnabled(doing.stopping or running or allowed)
        self.main.setText(self._main_text())

    def _main_text(self) -> str:
        match self._doing.stage:
            case Stage.RUNNING:
                return _("&Pause")
            case Stage.PAUSED:
                return _("Res&ume")
            case Stage.DONE:
                return self._words.again
            case Stage.FAILED:
                return self._words.retry
            case Stage.IDLE:
                return self._words.begin

    @Slot()
    def _on_main(self) -> None:
        if self._doing.stopping:
            return
        if self._doing.stage is Stage.RUNNING:
            self.pause_asked.emit()
        else:
            self.start_asked.emit()


def after_events(doing: Doing, batch: list[object]) -> Doing:
    """What to show after some events of work that goes on."""
    for event in batch:
        if isinstance(event, StepStarted):
            doing = replace(doing, step=event.title, text=event.title, share=None, amount="")
        elif isinstance(event, Progress):
            facts = _facts(event)
            text = joined_facts((doing.step, *facts))
            doing = replace(doing, text=text, share=event.overall, amount=next(iter(facts), ""))
    return doing


def when_paused(doing: Doing) -> Doing:
    """The same work while it rests: how far it is; what it was about to do is no longer true."""
    at = _("Paused at {amount}.").format(amount=doing.amount) if doing.amount else _("Paused.")
    return Doing(Stage.PAUSED, doing.step, sentences(at, doing.step), doing.share)


def _facts(event: Progress) -> list[str]:
    if event.unit is not Unit.BYTES:
        return []
    done = bytes_text(event.done)
    if event.total is not None:
        done = _("{done} of {total}").format(done=done, total=bytes_text(event.total))
    facts = [done]
    if event.rate:
        facts.append(rate_text(event.rate))
    if event.seconds_left is not None:
        facts.append(_("about {time} left").format(time=seconds_text(event.seconds_left)))
    return facts
