"""Another folder for conda, as a way out of what speaks against the chosen one.

Which folder is safe is `machine.folder`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.machine.folder import FIELD
from app.core.plan import Plan
from app.core.session import Session
from app.i18n import _

_HELPED = (Level.STOP, Level.WARN)


@dataclass(frozen=True, slots=True)
class OtherFolder:
    """One change: conda lives in `folder` instead."""

    folder: Path

    @property
    def title(self) -> str:
        """What a button calls it, in the person's language."""
        return _("Use {folder} instead").format(folder=self.folder)

    @property
    def typed(self) -> str:
        """The same on the command line."""
        return f'--to "{self.folder}"'

    def applied_to(self, plan: Plan) -> Plan:
        """The plan with this change."""
        return plan.with_target(folder=self.folder, reuse=False)


def speaks_against_folder(finding: Finding) -> bool:
    """Whether another folder would help against this finding."""
    return finding.field == FIELD and finding.level in _HELPED


def with_other_folder(
    findings: Sequence[Finding], session: Session, plan: Plan, machine: Machine
) -> tuple[Finding, ...]:
    """The findings, told away from the field that they are about: those about the folder name it,
    and the first that a better folder helps against offers that one. Looks at the disk."""
    told = [_named(found, plan) for found in findings]
    first = next((n for n, found in enumerate(told) if speaks_against_folder(found)), None)
    if first is not None and not plan.target.reuse:
        better = session.recommended_folder(plan.workshop, machine)
        if better != plan.target.folder:
            told[first] = replace(told[first], ways_out=(OtherFolder(better),))
    return tuple(told)


def _named(finding: Finding, plan: Plan) -> Finding:
    folder = str(plan.target.folder)
    if not speaks_against_folder(finding) or folder in finding.sentence:
        return finding
    text = _("{folder}: {sentence}").format(folder=folder, sentence=finding.sentence)
    return replace(finding, sentence=text)
