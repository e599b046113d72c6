"""About: how the workshop is called, who gives it, whom to ask, and its logo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize

from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.instructor.place_line import Ask
from app.gui.instructor.section import Section
from app.gui.instructor.text_fields import empty_form
from app.gui.known import Known
from app.gui.widgets import Picture, card, label
from app.i18n import _

_LOGO = QSize(20 * theme.GRID, 8 * theme.GRID)
_PICTURES = "PNG, JPEG (*.png *.jpg *.jpeg)"


class AboutSection(Section):
    """Asks for what participants read first."""

    typed = ("title", "author", "description", "contact", "logo")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        frame, column = card()
        grid = empty_form()
        for number, field in enumerate(("title", "author", "description", "contact")):
            widget = self.texts.box(field) if field == "description" else self.texts.line(field)
            grid.addWidget(self.texts.label_of(field), number, 0)
            grid.addWidget(widget, number, 1)
        self.logo = self.place_line("logo")
        grid.addWidget(self.texts.label_of("logo"), 4, 0)
        grid.addLayout(self.logo.layout(), 4, 1)
        self._note, self.picture = label("muted"), Picture(_LOGO)
        grid.addWidget(self._note, 5, 1)
        grid.addWidget(self.picture, 6, 1)
        column.addLayout(grid)
        self.body.addWidget(frame)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("About")

    def heading(self) -> str:
        return _("What is the workshop about?")

    def lead(self) -> str:
        return _(
            "Participants read this before anything is installed; only the title is needed. The "
            "road: answer, save, make the kit, then hand it out or share it in the room. “Next” "
            "and the list at the left lead along it."
        )

    def chosen(self, plan: Plan) -> str:
        return plan.workshop.title

    def draw_texts(self) -> None:
        self.texts.retranslate({
            "title": _("&Title:"),
            "author": _("&By:"),
            "description": _("&Description:"),
            "contact": _("&Questions to:"),
            "logo": _("&Logo:"),
        })  # fmt: skip
        self.logo.retranslate(Ask(_("Choose a logo"), files=_PICTURES), _("C&hoose…"))
        self._note.setText(_("A picture that lies beside the workshop file; it may be left out."))

    def draw_plan(self) -> None:
        super().draw_plan()
        source, logo = self.plan.target.source, self.workshop.logo
        shown = bool(source and logo) and not self._problem("logo")
        file = Path(source, logo) if shown else Path()
        self.picture.show_file(file, _("The workshop’s logo"))
