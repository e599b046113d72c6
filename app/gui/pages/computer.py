"""Your computer: what was found out about it, row by row as the answers arrive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.finding import Level
from app.core.machine.check_machine import Row, rows
from app.core.machine.values import plain_system
from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.known import Known
from app.gui.pages.page import Page
from app.gui.widgets import ICON_SIZE, Icon, card, label, level_word, row
from app.i18n import _, sentences

_TITLE_WIDTH = 16 * theme.GRID


class _FactRow(QWidget):
    """One fact: icon, title, value, what to know about it, and its technical side."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon()
        self._title = label("muted")
        self._title.setFixedWidth(_TITLE_WIDTH)
        self._value = label()
        self._sentence = label("muted")
        self._details = label("detail")
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = QVBoxLayout()
        texts.setSpacing(theme.HALF)
        for text in (self._value, self._sentence, self._details):
            texts.addWidget(text)
        for text in (self._title, self._value):
            text.setMinimumHeight(ICON_SIZE)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self._icon, 0, top)
        line.addWidget(self._title, 0, top)
        line.addLayout(texts, 1)

    def show_row(self, fact: Row, with_details: bool) -> None:
        """Show a row of check_machine."""
        if fact.pending:
            self._icon.show_state("waiting", "muted", _("Looking"))
        else:
            self._icon.show_level(fact.level)
        self._title.setText(fact.title)
        value = fact.value or (_("Looking…") if fact.pending else _("Unknown"))
        self._value.setText(value)
        sentence = sentences(fact.sentence, fact.remedy)
        if sentence and fact.level in (Level.WARN, Level.STOP) and not fact.pending:
            # The word as well as the sign: the verdict speaks of the lines marked so.
            sentence = _("{word}: {sentence}").format(
                word=level_word(fact.level), sentence=sentence
            )
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        details = "\n".join(fact.details) if with_details else ""
        self._details.setText(details)
        self._details.setVisible(bool(details))
        self.setAccessibleName(f"{fact.title}: {value}. {sentence} {details}".strip())


class _Verdict(QFrame):
    """What all facts together mean, above them and in the colour of the worst."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._text = Icon(size=28), label("section")
        self._line = row(self._icon, self._text)
        self._line.setStretch(1, 1)
        self._line.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        self.setLayout(self._line)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put buttons at its right."""
        for button in buttons:
            self._line.addWidget(button)

    def show_verdict(self, level: Level | None, text: str) -> None:
        """Show another verdict; without a level it is not known yet."""
        theme.set_role(self, f"finding-{level}" if level else "card")
        if level:
            self._icon.show_level(level)
        else:
            self._icon.show_state("waiting", "muted", _("Looking"))
        self._text.setText(text)
        self.setAccessibleName(text)


class ComputerPage(Page):
    """Shows facts and asks nothing; `look_again` asks for a new probe."""

    topic = "computer"
    fields = ("machine",)
    look_again = Signal()

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self._verdict = _Verdict()
        self.body.addWidget(self._verdict)
        frame, column = card()
        self._column = column
        self._rows: list[_FactRow] = []
        self.body.addWidget(frame)
        self.details_button, self.again_button = QPushButton(), QPushButton()
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._on_details)
        self.again_button.clicked.connect(self._on_again)
        for button in (self.details_button, self.again_button):
            button.setAutoDefault(False)
        self._verdict.add_buttons(self.details_button, self.again_button)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Your computer")

    def heading(self) -> str:
        return _("Your computer")

    def lead(self) -> str:
        looks = _("Seedbed only looks here; nothing is changed.")
        pending = self.known.machine.pending
        return sentences(looks, _("You need not wait for all answers.") if pending else "")

    def chosen(self, plan: Plan) -> str:
        facts = self.known.machine.os
        return plain_system(facts) if facts else ""

    def draw_texts(self) -> None:
        self.details_button.setText(_("Technical de&tails"))
        self.again_button.setText(_("Look &again"))

    def draw_known(self) -> None:
        found = rows(self.known.machine)
        while len(self._rows) < len(found):
            line = _FactRow()
            self._rows.append(line)
            if len(self._rows) > 1:
                self._column.addWidget(_rule())
            self._column.addWidget(line)
        for line, fact in zip(self._rows, found, strict=True):
            line.show_row(fact, self.details_button.isChecked())
        pending = any(fact.pending for fact in found)
        self.again_button.setEnabled(not pending)
        self._verdict.show_verdict(*_verdict(found, pending))

    @Slot()
    def _on_details(self) -> None:
        self.draw_known()

    @Slot()
    def _on_again(self) -> None:
        self.look_again.emit()


def _rule() -> QFrame:
    rule = QFrame()
    theme.set_role(rule, "rule")
    return rule


def _verdict(found: tuple[Row, ...], pending: bool) -> tuple[Level | None, str]:
    levels = {fact.level for fact in found if not fact.pending}
    if Level.STOP in levels:
        return Level.STOP, _("Seedbed cannot install here; see the line marked “Problem”.")
    if pending:
        return None, _("Still looking…")
    if Level.WARN in levels:
        return Level.WARN, _("You can go on; first read the lines marked “Warning”.")
    if any(not fact.value for fact in found):
        return Level.NOTE, _("You can go on; not everything could be found out.")
    return Level.OK, _("This computer is fit for the installation.")
