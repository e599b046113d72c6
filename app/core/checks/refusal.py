"""The one error that all findings which forbid a run become: the first of them, and the others.

Finding them is the checks' business.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.core.finding import Finding, Level
from app.core.machine.folder import NO_SPACE
from app.errors import Action, InstallError, NoSpace, PlanInvalid
from app.i18n import sentences

# Which answer a finding is about; the longest beginning of its field counts.
_ACTIONS = {
    "target.folder": Action.FOLDER,
    "target.materials_folder": Action.FOLDER,
    "target.lessons_folder": Action.FOLDER,
    "target.environment": Action.ENVIRONMENT,
    "workshop.python": Action.ENVIRONMENT,
    "workshop.channels": Action.ENVIRONMENT,
    "workshop.packages": Action.LIBRARIES,
    "workshop.lock": Action.LIBRARIES,
    "workshop.distribution": Action.LICENCE,
    "target.licence_accepted": Action.LICENCE,
    "target.cache": Action.AGAIN,
}


def refusal(findings: Sequence[Finding]) -> InstallError | None:
    """What to tell where a finding forbids the run; None where none does."""
    stops = [finding for finding in findings if finding.level is Level.STOP]
    if not stops:
        return None
    first, *further = stops
    detail = "\n".join(sentences(stop.sentence, stop.remedy) for stop in further)
    kind = NoSpace if all(stop.rule == NO_SPACE for stop in stops) else PlanInvalid
    return kind(first.sentence, first.remedy, detail, _action(first, kind))


def _action(stop: Finding, kind: type[InstallError]) -> Action:
    """What helps against a finding that forbids the run."""
    about = max((f for f in _ACTIONS if stop.field.startswith(f)), key=len, default="")
    return kind.usual_action if kind is NoSpace else _ACTIONS.get(about, kind.usual_action)
