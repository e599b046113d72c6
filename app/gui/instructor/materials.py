"""Materials and check: what participants get beside the libraries, and what must run at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from app.core.plan import Plan
from app.core.session import Session
from app.gui.instructor.place_line import Ask, PlaceLine
from app.gui.instructor.section import Section
from app.gui.known import Known
from app.gui.widgets import card, label, row
from app.i18n import _, joined_facts

_PROGRAMS = "Python, Jupyter (*.py *.ipynb)"


class MaterialsSection(Section):
    """Asks for a folder, and for a script or notebook."""

    typed = ("materials", "check")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self.materials = self.place_line("materials")
        self.check = self.place_line("check")
        self._about_materials, self._about_check = label("muted"), label("muted")
        for place, field, about in (
            (self.materials, "materials", self._about_materials),
            (self.check, "check", self._about_check),
        ):
            frame, column = card()
            self._fill(column, place, field)
            column.addWidget(about)
            self.body.addWidget(frame)
        self.body.addStretch(1)

    def _fill(self, column: QVBoxLayout, place: PlaceLine, field: str) -> None:
        line = row(self.texts.label_of(field))
        inner = place.layout()
        line.addLayout(inner, 1)
        column.addLayout(line)

    def name(self) -> str:
        return _("Materials")

    def heading(self) -> str:
        return _("Materials and check")

    def lead(self) -> str:
        return _(
            "Both may be left out. Save the workshop in a folder of its own first, put your files "
            "there, and choose them here."
        )

    def chosen(self, plan: Plan) -> str:
        return joined_facts((plan.workshop.materials, plan.workshop.check))

    def draw_texts(self) -> None:
        self.texts.retranslate({"materials": _("&Folder:"), "check": _("Chec&k:")})
        self._about_materials.setText(
            _(
                "Notebooks and data. They are copied into a folder of each participant’s own, "
                "where they may be changed."
            )
        )
        self._about_check.setText(
            _(
                "A script (.py) or notebook (.ipynb) of yours that is run at the end in the new "
                "environment. It has to end without an error; then the participant sees that "
                "everything works."
            )
        )
        ask = Ask(_("Choose the folder with the materials"), folder=True)
        self.materials.retranslate(ask, _("C&hoose a folder…"))
        self.check.retranslate(Ask(_("Choose the check"), files=_PROGRAMS), _("Choose a fi&le…"))

    def draw_plan(self) -> None:
        super().draw_plan()
