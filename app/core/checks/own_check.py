"""Whether the workshop's own check could be read: without it nobody knows what its author asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.core.finding import Finding, Level
from app.core.foreign_text import shown
from app.core.plan import Plan
from app.i18n import _, sentences


@dataclass(frozen=True, slots=True)
class WithoutCheck:
    """The way out: the person goes on, and the proof says that it was not tried."""

    @property
    def title(self) -> str:
        """See WayOut."""
        return _("Go on without the check")

    @property
    def typed(self) -> str:
        """See WayOut."""
        return "--no-check"

    def applied_to(self, plan: Plan) -> Plan:
        """See WayOut."""
        own = plan.target.own_check
        return plan if own is None else plan.with_target(own_check=replace(own, wanted=False))


def own_check_findings(plan: Plan) -> Iterator[Finding]:
    """A stop where the check that the workshop names cannot be run."""
    own = plan.target.own_check
    if own is None or not own.problem or not own.wanted:
        return
    text = _("The workshop’s own check ({name}) cannot be run.").format(name=shown(own.name))
    yield Finding(
        "target.own_check",
        Level.STOP,
        "own_check",
        sentences(text, own.problem),
        own.remedy,
        (WithoutCheck(),),
    )
