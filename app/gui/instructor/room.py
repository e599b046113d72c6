"""Room: the kit is shared with everybody in the room, from this computer."""

from __future__ import annotations

from pathlib import Path

from app.core.kits.names import MANIFEST
from app.core.plan import Plan
from app.core.session import Session
from app.gui.instructor.section import Section
from app.gui.known import Known
from app.gui.sharing.share_panel import SharePanel
from app.i18n import _


class RoomSection(Section):
    """Shows the panel that shares; the kit is the one of the Kit section."""

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self.panel = SharePanel(session)
        self.panel.changed.connect(self.completeChanged)
        self.body.addWidget(self.panel, 1)

    def name(self) -> str:
        return _("Room")

    def heading(self) -> str:
        return _("Share in this room")

    def lead(self) -> str:
        return _(
            "One download for everybody: participants get the kit from this computer. Where the "
            "wireless network is slow, copies of the kit on sticks are quicker."
        )

    def chosen(self, plan: Plan) -> str:
        return self.panel.address

    @property
    def busy(self) -> bool:
        """Whether the kit is being shared."""
        return self.panel.busy

    def stop(self) -> None:
        """Stop sharing."""
        if self.panel.busy:
            self.panel.stop()

    def show_kit(self, folder: Path | None) -> None:
        """Take note of the folder in which a kit is made; only a finished one can be shared."""
        whole = folder is not None and (folder / MANIFEST).is_file()
        self.panel.show_kit(folder if whole else None)

    def draw_texts(self) -> None:
        self.panel.retranslate()
