"""The base of all pages: a heading, a sentence, a body, and how a page meets the plan.

A page asks. It draws a plan, reads an answer back into a new plan, and draws what background
work has found. It does no work itself: jobs are built in services, processes are the core's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
    QWizardPage,
)

from app.core.finding import Finding, Level, about, worst
from app.core.plan import PageRule, Plan
from app.core.session import Session
from app.gui import theme
from app.gui.author_note import AuthorNote
from app.gui.focus import order_tabs
from app.gui.known import Known
from app.gui.widgets import label, row
from app.i18n import _

_ALL_BUT_THE_EDGES = 1000
_SCROLLS = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class Page(QWizardPage):
    """One screen. `fields` are the findings that it shows; `edited` says that answers changed.
    `topic` is what workshop files call it, "" for a page about which they say nothing; `decided`
    are the fields of all pages that the author of the workshop has answered.
    """

    edited = Signal()
    fields: ClassVar[tuple[str, ...]] = ()
    topic: ClassVar[str] = ""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__()
        self.session = session
        self.plan = plan
        self.known = known
        self.drawing = False
        self.rule = PageRule.ASKED
        self.note = AuthorNote()
        self._takes_drops = False
        self.decided: tuple[str, ...] = ()
        self._heading = label("heading")
        self._lead = label("muted")
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, theme.GRID, 0)
        self.body.setSpacing(theme.GAP)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._content)
        self._build_column()

    def _build_column(self) -> None:
        """Everything in one column, which stays readable in the middle of a very wide window."""
        inner = QWidget()
        inner.setMaximumWidth(theme.CONTENT_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._heading)
        column.addWidget(self._lead)
        if self.topic:  # elsewhere it would never be shown
            beside = row(self.note)
            beside.setContentsMargins(0, 0, theme.GRID, 0)  # as wide as what is below
            column.addLayout(beside)
        column.addSpacing(theme.GRID)
        column.addWidget(self.area, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, theme.GAP, theme.GAP, theme.GRID)
        outer.setSpacing(0)
        outer.addStretch(1)
        outer.addWidget(inner, _ALL_BUT_THE_EDGES)
        outer.addStretch(1)

    # What a page says about itself, in the person's language.

    def name(self) -> str:
        """The short name in the rail."""
        raise NotImplementedError

    def heading(self) -> str:
        """The heading of the page."""
        raise NotImplementedError

    def lead(self) -> str:
        """The sentence under the heading."""
        return ""

    def chosen(self, plan: Plan) -> str:
        """What was chosen here, for the rail; "" if there is nothing to say."""
        return ""

    # How it meets the plan.

    def draw_plan(self) -> None:
        """Draw `self.plan` into the widgets."""

    def draw_known(self) -> None:
        """Draw `self.known`: findings, versions, sizes."""

    def draw_texts(self) -> None:
        """Write all fixed texts in the person's language."""

    def read_plan(self, plan: Plan) -> Plan:
        """`plan` with the answers of this page."""
        return plan

    def ready(self) -> bool:
        """Whether the page's own work allows to go on, apart from findings."""
        return True

    def hint(self) -> str:
        """Why Next is grey, as what is still to be done; it stands beside Next. "" for nothing."""
        if worst(self.findings()) is Level.STOP:
            return _("To go on, the problem shown above must be solved.")
        return ""

    def meanwhile(self) -> str:
        """What goes on although Next can be pressed; it stands beside Next. "" for nothing."""
        return ""

    def own_findings(self) -> tuple[Finding, ...]:
        """What the page itself found wrong with what was typed."""
        return ()

    def own_decisions(self) -> tuple[QWidget, ...]:
        """What on this page stays the person's to decide, whatever the author of a workshop has
        decided about the rest."""
        return ()

    def decision_words(self) -> str:
        """What that is, in a sentence."""
        return ""

    # Used by the wizard.

    def show_rule(self, rule: PageRule, opened: bool) -> None:
        """Obey what the author of the workshop has decided about this page; `opened` where the
        person may change it all the same."""
        before, self.rule = self.rule, rule
        self.note.show_rule(rule, opened, self.decision_words(), self.plan.workshop)
        self._draw_lead()
        if before is PageRule.ASKED and rule is not PageRule.ASKED:
            self._takes_drops = self.acceptDrops()
        if (before is PageRule.ASKED) is not (rule is PageRule.ASKED):
            self.setAcceptDrops(self._takes_drops and rule is PageRule.ASKED)
            for widget in self._answers():
                widget.setEnabled(True)
            self._quietly(self.draw_plan)
            self._quietly(self.draw_known)

    def _answers(self) -> list[QWidget]:
        direct, own = Qt.FindChildOption.FindDirectChildrenOnly, self.own_decisions()
        found = self._content.findChildren(QWidget, options=direct)
        return [widget for widget in found if widget not in own]

    def _lock(self) -> None:
        """Answers that are decided can be read, and are off."""
        if self.rule is not PageRule.ASKED:
            for widget in self._answers():
                widget.setEnabled(False)

    def show_plan(self, plan: Plan) -> None:
        """Draw a plan; signals of the widgets do not count as answers meanwhile."""
        self.plan = plan
        self._draw_lead()
        self._quietly(self.draw_plan)
        order_tabs(self)

    def learn(self, known: Known) -> None:
        """Draw what background work has found."""
        self.known = known
        self._draw_lead()
        self._quietly(self.draw_known)
        order_tabs(self)
        self.completeChanged.emit()

    def retranslate(self) -> None:
        """Write all texts again, in the language of now; answers stay."""
        self._heading.setText(self.heading())
        self._draw_lead()
        self.setAccessibleName(self.heading())
        self.note.retranslate()
        self._quietly(self.draw_texts)
        self._quietly(self.draw_plan)
        self._quietly(self.draw_known)
        order_tabs(self)

    def findings(self) -> tuple[Finding, ...]:
        """The findings of this page, most serious first."""
        found = about(self.known.all_findings, *self.fields)
        own = self.own_findings()
        return (*own, *(item for item in found if item not in own))

    def isComplete(self) -> bool:
        """Whether Next may be pressed."""
        return self.ready() and worst(self.findings()) is not Level.STOP

    def say_edited(self) -> None:
        """Tell the wizard that answers changed, unless we changed the widgets ourselves."""
        if not self.drawing:
            self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Down scroll also where nothing on the page can have the focus."""
        step = _SCROLLS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.area.verticalScrollBar().triggerAction(step)

    def _draw_lead(self) -> None:
        self._lead.setText(self.lead())
        # How to answer is of no use where somebody has.
        self._lead.setVisible(bool(self.lead()) and not self.note.isVisibleTo(self))

    def _quietly(self, draw: Callable[[], None]) -> None:
        before, self.drawing = self.drawing, True
        try:
            draw()
        finally:
            self.drawing = before
        self._lock()
