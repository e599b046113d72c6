"""What was asked to be opened, and what came of it; the opening itself is a job of services."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.finding import Finding, Level
from app.errors import InstallError
from app.gui.services import ReadyPlan


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """Where a workshop is looked for, and the plan or the problem that was found there."""

    text: str = ""
    ready: ReadyPlan | None = None
    finding: Finding | None = None

    def failed(self, error: InstallError) -> AskedPlace:
        """The same place, where nothing could be opened."""
        found = Finding("place", Level.STOP, error.code, error.summary, error.remedy)
        return AskedPlace(self.text, finding=found)
