"""Pages: what participants see of each page of the wizard: the question, the answer, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLabel

from app.core.plan import RULED_PAGES, PageRule, Plan, Workshop
from app.core.session import Session
from app.core.workshops.preparing import with_rules
from app.gui import theme
from app.gui.instructor.section import Section
from app.gui.instructor.text_fields import empty_form
from app.gui.known import Known
from app.gui.widgets import card, label
from app.i18n import _, ngettext


class RulesSection(Section):
    """Asks for a rule for each page that may have one."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self.choices = {page: QComboBox() for page in RULED_PAGES}
        self._names = {page: QLabel() for page in RULED_PAGES}
        self._about = {page: label("muted") for page in RULED_PAGES}
        frame, column = card()
        grid = empty_form()
        grid.setColumnStretch(1, 0)
        grid.setColumnStretch(2, 1)
        for number, (page, choice) in enumerate(self.choices.items()):
            for rule in PageRule:
                choice.addItem("", str(rule))
            choice.activated.connect(self._on_chosen)
            self._names[page].setBuddy(choice)
            grid.addWidget(self._names[page], number, 0)
            grid.addWidget(choice, number, 1)
            grid.addWidget(self._about[page], number, 2, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(grid)
        self._note = label("muted")
        self.body.addWidget(frame)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.body.setSpacing(theme.GAP)

    def name(self) -> str:
        return _("Pages")

    def heading(self) -> str:
        return _("What do participants see?")

    def lead(self) -> str:
        return _(
            "All may stay as it is. The fewer questions there are, the sooner the room is ready."
        )

    def chosen(self, plan: Plan) -> str:
        number = sum(rule is not PageRule.ASKED for _page, rule in plan.workshop.pages)
        text = ngettext("{number} not asked", "{number} not asked", number)
        return text.format(number=number) if number else ""

    def draw_texts(self) -> None:
        texts = {
            PageRule.ASKED: _("Asked"),
            PageRule.LOCKED: _("Shown, locked"),
            PageRule.HIDDEN: _("Hidden"),
        }
        for page, choice in self.choices.items():
            for number in range(choice.count()):
                choice.setItemText(number, texts[PageRule(choice.itemData(number))])
            choice.setAccessibleDescription(_ABOUT[page]())
            self._names[page].setText(_NAMES[page]())
            self._about[page].setText(_ABOUT[page]())
        self._note.setText(
            _(
                "Locked: the participant sees what was chosen and goes on. Hidden: the page is not "
                "there, unless something is wrong on it. Welcome, the summary before installing "
                "and the result are always seen: nobody installs what is not named."
            )
        )

    def draw_plan(self) -> None:
        for page, choice in self.choices.items():
            choice.setCurrentIndex(choice.findData(str(self.workshop.rule_of(page))))
        self.draw_trouble()

    def read_workshop(self, workshop: Workshop) -> Workshop:
        chosen = {page: PageRule(choice.currentData()) for page, choice in self.choices.items()}
        new = {page: rule for page, rule in chosen.items() if rule is not workshop.rule_of(page)}
        return with_rules(workshop, new)

    @Slot()
    def _on_chosen(self) -> None:
        self.say_edited()


_NAMES: Mapping[str, Callable[[], str]] = {
    "computer": lambda: _("&Computer:"),
    "download": lambda: _("&Download:"),
    "location": lambda: _("&Location:"),
    "environment": lambda: _("&Environment:"),
    "libraries": lambda: _("L&ibraries:"),
}
_ABOUT: Mapping[str, Callable[[], str]] = {
    "computer": lambda: _("what was found out about the computer"),
    "download": lambda: _("which conda, and from where; its licence is always asked"),
    "location": lambda: _("in which folder; Seedbed proposes one on each computer"),
    "environment": lambda: _("name, Python and channel of the environment"),
    "libraries": lambda: _("which libraries; more can be ticked where it is asked"),
}
