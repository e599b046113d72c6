"""Results: what participants' proof codes say, several at once."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.core.finding import Finding, Level
from app.core.plan import Plan
from app.core.proof.code_words import belongs_text, part_text, what_helps
from app.core.proof.coding import Belongs
from app.core.proof.reading import Verdict, read_codes
from app.core.session import Session
from app.gui import theme
from app.gui.instructor.section import Section
from app.gui.known import Known
from app.gui.widgets import Findings, card, label
from app.i18n import _, ngettext, sentences

_LINES = 4
_SHOWN = 60


class ResultsSection(Section):
    """Takes codes as they are typed or pasted, and shows a verdict for each."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self.codes, self._label = QPlainTextEdit(), QLabel()
        self.codes.setTabChangesFocus(True)
        self.codes.setFixedHeight(self.codes.fontMetrics().lineSpacing() * _LINES + 3 * theme.GRID)
        self.codes.textChanged.connect(self._on_typed)
        self._label.setBuddy(self.codes)
        frame, column = card()
        column.addWidget(self._label)
        column.addWidget(self.codes)
        self.body.addWidget(frame)
        self._total = label("section")
        self.verdicts = Findings()
        self.body.addWidget(self._total)
        self.body.addWidget(self.verdicts)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Results")

    def heading(self) -> str:
        return _("Read proof codes")

    def lead(self) -> str:
        return _(
            "Each participant sees a code at the end. It says whether everything works there, and "
            "for which workshop; nothing about the person. Type or paste codes: the answers appear "
            "below."
        )

    def draw_texts(self) -> None:
        self._label.setText(_("&Codes, one on each line or separated by commas:"))
        self.draw_verdicts()

    def draw_plan(self) -> None:
        super().draw_plan()
        self.draw_verdicts()

    def draw_verdicts(self) -> None:
        """Read the codes against the workshop as it stands."""
        found = read_codes(self.codes.toPlainText(), self.workshop)
        good = sum(one.good for one in found)
        text = ngettext(
            "{good} of {number} code is good.", "{good} of {number} codes are good.", len(found)
        )
        self._total.setText(text.format(good=good, number=len(found)) if found else "")
        self._total.setVisible(bool(found))
        self.verdicts.show_findings([_finding(one) for one in found[:_SHOWN]])

    @Slot()
    def _on_typed(self) -> None:
        self.draw_verdicts()


def _finding(verdict: Verdict) -> Finding:
    if verdict.code is None or verdict.belongs is None:
        error = verdict.error
        what = (error.summary, error.remedy) if error is not None else (verdict.typed, "")
        return Finding("code", Level.STOP, "unreadable", *what)
    outcome = _("Everything works.")
    if verdict.belongs is Belongs.OTHER_WORKSHOP:
        outcome = _("Works, but belongs to another workshop.")
    if not verdict.code.passed:
        outcome = _("This part failed: {part}").format(part=part_text(verdict.code.outcome))
    sentence = _("{code}: {outcome}").format(code=verdict.code.text, outcome=outcome)
    helps = what_helps(verdict.code.outcome, verdict.belongs)
    remedy = sentences(belongs_text(verdict.belongs), helps)
    return Finding("code", _level(verdict), "read", sentence, remedy)


def _level(verdict: Verdict) -> Level:
    if verdict.good:
        return Level.OK
    passed = verdict.code is not None and verdict.code.passed
    return Level.WARN if passed else Level.STOP
