"""Review: what will happen, in plain sentences, before anything happens."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.checks.check import owner_of
from app.core.checks.other_folder import with_other_folder
from app.core.describe import action_label, describe
from app.core.finding import Finding, Level, WayOut, about
from app.core.libraries.size_words import time_sentence
from app.core.plan import Plan
from app.core.run.journal import Owner
from app.core.session import Session
from app.core.workshops.words import own_check_sentence
from app.errors import NoNetwork
from app.gui import theme
from app.gui.known import Known, Transfer
from app.gui.own_check_dialog import OwnCheckDialog
from app.gui.pages.page import Page
from app.gui.sharing.tell_line import TellLine
from app.gui.widgets import Findings, Icon, card, label
from app.i18n import _, language, sentences

_BETWEEN = 5  # pixels: all of it shall be seen at once


class ReviewPage(Page):
    """Describes the plan; the button that goes on names the action. `look_again` asks to find out
    the sizes once more."""

    look_again = Signal()

    fields = ("machine", "workshop", "target")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.setCommitPage(True)
        self._lines: list[_Line] = []
        self._judged: tuple[object, tuple[Finding, ...]] = (None, ())
        self._fresh: Plan | None = None
        self.check_dialog: OwnCheckDialog | None = None
        frame, column = card()
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(_BETWEEN)
        column.addLayout(self._sentences)
        self.body.addWidget(frame)
        self.tell = TellLine()
        self.tell.edited.connect(self.say_edited)
        self.body.addWidget(self.tell)
        self._waiting = label("muted")
        self.body.addWidget(self._waiting)
        self._trouble = Findings(_is_helped_by_looking)
        self._trouble.acted.connect(self.look_again)
        self._trouble.chosen.connect(self._on_way_out)
        self.body.addWidget(self._trouble)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Review")

    def heading(self) -> str:
        return _("This is what will happen")

    def lead(self) -> str:
        return sentences(self._so_far(), _("You can still go back."))

    def _so_far(self) -> str:
        if self._has_conda():
            return _("conda is installed already; the environment is not.")
        match self.known.download.state:
            case Transfer.IDLE:
                return _("Nothing has been changed so far.")
            case Transfer.DONE:
                return _("Nothing is installed yet; only the installer has been downloaded.")
            case Transfer.RUNNING:
                return _("Nothing is installed yet; only the installer is being downloaded.")
            case Transfer.PAUSED | Transfer.FAILED:
                return _("Nothing is installed yet; a part of the installer may be downloaded.")

    def _has_conda(self) -> bool:
        """Whether an earlier run, of this window or another, has come that far."""
        target = self.plan.target
        return not target.reuse and owner_of(target.folder, target.folder) is Owner.COMPLETE

    def read_plan(self, plan: Plan) -> Plan:
        fresh, self._fresh = self._fresh, None
        return self.tell.applied_to(fresh or plan)

    def action(self) -> str:
        """The words on the button that starts."""
        return action_label(self.plan, self.known.sizes_left)

    def draw_texts(self) -> None:
        self.tell.retranslate()

    def draw_plan(self) -> None:
        self.tell.show_plan(self.plan)
        self._draw_sentences()

    def draw_known(self) -> None:
        self._draw_sentences()
        waiting = _("The size to download is still being found out; you need not wait for it.")
        left, rate = self.known.sizes_left, self.known.download.rate
        text = waiting if self.known.solving else time_sentence(left, rate)
        self._waiting.setText(text)
        self._waiting.setVisible(bool(text))
        self._trouble.show_findings(self._told(), _("Look &again"))

    def _told(self) -> tuple[Finding, ...]:
        """The findings that matter; asking the disk for a better folder is done once for each."""
        shown = tuple(self._allowed(item) for item in self.findings() if _matters(item))
        question = (shown, self.plan.target.folder, language())
        if self._judged[0] != question:
            told = with_other_folder(shown, self.session, self.plan, self.known.machine)
            self._judged = (question, told)
        return self._judged[1]

    def _allowed(self, finding: Finding) -> Finding:
        """The finding without changes of what the author of the workshop has decided."""
        decided = finding.ways_out and bool(about((finding,), *self.decided))
        return replace(finding, ways_out=()) if decided else finding

    @Slot()
    def show_check(self) -> None:
        """Show what the workshop's own check would run."""
        own = self.plan.target.own_check
        if own is not None and self.check_dialog is None:
            self.check_dialog = OwnCheckDialog(own, self.plan.target.source, self)
            self.check_dialog.finished.connect(self._on_check_shown)
            self.check_dialog.open()

    @Slot()
    def _on_check_shown(self) -> None:
        dialog, self.check_dialog = self.check_dialog, None
        own = self.plan.target.own_check
        if dialog is None or own is None:
            return
        self._fresh = self.plan.with_target(own_check=replace(own, wanted=dialog.wanted))
        dialog.deleteLater()
        self.say_edited()

    @Slot(object)
    def _on_way_out(self, way_out: WayOut) -> None:
        self._fresh = way_out.applied_to(self.plan)
        self.say_edited()

    def _draw_sentences(self) -> None:
        """Lines are kept and used again: while something is downloaded, a figure changes often."""
        catalog, known = self.known.catalog or self.session.catalog, self.known
        said = describe(self.plan, self.session, catalog, known.sizes_left, known.machine)
        while len(self._lines) < len(said):
            self._lines.append(self._add_line())
        check = own_check_sentence(self.plan)
        for number, line in enumerate(self._lines):
            sentence = said[number] if number < len(said) else ""
            line.show_sentence(sentence, _("Show it") if sentence and sentence == check else "")

    def _add_line(self) -> _Line:
        line = _Line()
        line.asked.connect(self.show_check)
        self._sentences.addWidget(line)
        return line


class _Line(QWidget):
    """One sentence with its bullet; hidden while there is none. `asked` wants to see more."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = label()
        self._more = QPushButton()
        self._more.setAutoDefault(False)
        self._more.clicked.connect(self.asked)
        self._more.hide()
        theme.set_role(self._more, "link")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.GRID)
        said = QWidget()  # so that the bullet stays with the first line beside a higher button
        words = QHBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.GRID)
        words.addWidget(Icon("bullet", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._text, 1)
        inside.addWidget(said, 1, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._more)

    def show_sentence(self, sentence: str, more: str = "") -> None:
        """Show another sentence, "" for none; `more` names a link beside it."""
        self._text.setText(sentence)
        self._more.setText(more)
        self._more.setAccessibleDescription(sentence if more else "")
        self._more.setVisible(bool(more))
        self.setVisible(bool(sentence))


def _is_helped_by_looking(finding: Finding) -> bool:
    """Sizes that nobody could tell, and servers that did not answer."""
    return finding.level is Level.NOTE or finding.rule == NoNetwork.code


def _matters(finding: Finding) -> bool:
    return finding.level in (Level.WARN, Level.STOP) or finding.rule == "no_sizes"
