"""Room: the kit is shared with everybody in the room, from this computer."""

from __future__ import annotations

from pathlib import Path

from app.core.plan import Plan
from app.core.session import Session
from app.gui.instructor.section import Section
from app.gui.known import Known
from app.gui.widgets import label
from app.i18n import _


class RoomSection(Section):
    """Shows the panel that shares; the kit is the one of the Kit section."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self._kit: Path | None = None
        self._note = label()
        self.body.addWidget(self._note)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Room")

    def heading(self) -> str:
        return _("Share in this room")

    def lead(self) -> str:
        return _("One download for everybody: participants get the kit from this computer.")

    def show_kit(self, folder: Path | None) -> None:
        """Take note of the kit's folder."""
        self._kit = folder
        self.draw_plan()

    @property
    def busy(self) -> bool:
        """Whether the kit is being shared."""
        return False

    def stop(self) -> None:
        """Stop sharing."""
