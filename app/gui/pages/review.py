"""Review: what will happen, in plain sentences, before anything happens."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from app.core.describe import action_label, describe
from app.core.finding import Finding, Level, WayOut
from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.known import Known
from app.gui.pages.page import Page
from app.gui.widgets import Findings, Icon, card, clear, label, row
from app.i18n import _


class ReviewPage(Page):
    """Describes the plan; the button that goes on names the action."""

    fields = ("machine", "workshop", "target")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.setCommitPage(True)
        self._shown: tuple[str, ...] = ()
        self._fresh: Plan | None = None
        frame, column = card()
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(theme.GRID)
        column.addLayout(self._sentences)
        self.body.addWidget(frame)
        self._waiting = label("muted")
        self.body.addWidget(self._waiting)
        self._trouble = Findings()
        self._trouble.chosen.connect(self._on_way_out)
        self.body.addWidget(self._trouble)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Review")

    def heading(self) -> str:
        return _("This is what will happen")

    def lead(self) -> str:
        return _("Nothing has been changed so far. Go back if something should be different.")

    def read_plan(self, plan: Plan) -> Plan:
        fresh, self._fresh = self._fresh, None
        return fresh or plan

    def action(self) -> str:
        """The words on the button that starts."""
        return action_label(self.plan, self.known.sizes_left)

    def draw_texts(self) -> None:
        self._shown = ()

    def draw_plan(self) -> None:
        self._draw_sentences()

    def draw_known(self) -> None:
        self._draw_sentences()
        self._waiting.setText(_("The size to download is still being found out."))
        self._waiting.setVisible(self.known.solving)
        shown = [item for item in self.findings() if _matters(item)]
        self._trouble.show_findings(shown)

    @Slot(object)
    def _on_way_out(self, way_out: WayOut) -> None:
        self._fresh = way_out.applied_to(self.plan)
        self.say_edited()

    def _draw_sentences(self) -> None:
        catalog = self.known.catalog or self.session.catalog
        sentences = describe(self.plan, self.session, catalog, self.known.sizes, self.known.machine)
        if sentences == self._shown:
            return
        self._shown = sentences
        clear_rows(self._sentences)
        for sentence in sentences:
            text = label()
            text.setText(sentence)
            line = row(Icon("bullet", "accent", 16), text)
            line.setStretch(1, 1)
            line.setSpacing(theme.GRID)
            self._sentences.addLayout(line)


def clear_rows(column: QVBoxLayout) -> None:
    """Remove all rows of a column, with their widgets."""
    while (item := column.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)


def _matters(finding: Finding) -> bool:
    return finding.level in (Level.WARN, Level.STOP) or finding.rule == "no_sizes"
