"""The base of the window's sections: pages like the wizard's, with what was typed judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Slot

from app.core.finding import Finding, Level
from app.core.plan import Plan, Workshop
from app.core.workshops.keys import problem_with
from app.gui.instructor.place_line import PlaceLine
from app.gui.instructor.text_fields import TextFields
from app.gui.pages.page import Page
from app.gui.widgets import Findings
from app.i18n import _


class Section(Page):
    """One section. `typed` are the fields of Workshop that it asks for.

    `read_workshop` gives an answer back; a section that asks for texts only needs none of its own.
    """

    typed: ClassVar[tuple[str, ...]] = ()

    def build_fields(self) -> None:
        """Make the place for texts and for what is wrong with them; called first."""
        self.texts = TextFields(self)
        self.texts.edited.connect(self.say_edited)
        self._places: list[PlaceLine] = []
        self.trouble = Findings()
        self.body.addWidget(self.trouble)
        self.trouble.hide()

    def place_line(self, field: str) -> PlaceLine:
        """A new line for a field that names a file or folder beside the workshop file."""
        line = PlaceLine(self.texts, field, self)
        line.judged.connect(self.draw_trouble)
        self._places.append(line)
        return line

    @property
    def workshop(self) -> Workshop:
        """The workshop as it stands."""
        return self.plan.workshop

    def read_plan(self, plan: Plan) -> Plan:
        return plan.with_workshop(**self._changes(plan.workshop))

    def read_workshop(self, workshop: Workshop) -> Workshop:
        """The workshop with the answers of this section."""
        return self.texts.read(workshop)

    def draw_plan(self) -> None:
        self.texts.draw(self.workshop)
        for line in self._places:
            line.source = self.plan.target.source
        self.draw_trouble()

    @Slot()
    def draw_trouble(self) -> None:
        """Show what is wrong."""
        self.trouble.show_findings(self.findings())

    def own_findings(self) -> tuple[Finding, ...]:
        problems = [(field, self._problem(field)) for field in self.typed]
        typed = tuple(
            Finding(f"workshop.{field}", Level.STOP, "typed", problem, self.remedy(field))
            for field, problem in problems
            if problem
        )
        return typed + tuple(found for line in self._places for found in line.findings())

    def _problem(self, field: str) -> str:
        return problem_with(field, getattr(self.workshop, field), self.field_name(field))

    def field_name(self, field: str) -> str:
        """What a field is called on the screen."""
        return self.texts.name_of(field) if field in self.texts.widgets else ""

    def remedy(self, field: str) -> str:
        """What helps where a field cannot be kept as it stands."""
        if any(line.field == field for line in self._places):
            return _("Choose it with the button beside; it has to lie beside the workshop file.")
        return _("Empty the field and type it again: what was pasted may have invisible signs.")

    def trouble_in(self, fields: Sequence[str]) -> bool:
        """Whether something is wrong with one of these fields."""
        names = {f"workshop.{field}" for field in fields}
        return any(found.field in names for found in self.own_findings())

    def _changes(self, before: Workshop) -> dict[str, object]:
        after = self.read_workshop(before)
        names = Workshop.__dataclass_fields__
        return {n: getattr(after, n) for n in names if getattr(after, n) != getattr(before, n)}
