"""Findings: what a check says about one field. Making them is the checks' business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.core.plan import Plan
from app.i18n import _


class Level(StrEnum):
    """How much a finding matters: `stop` blocks, `warn` and `note` do not."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    STOP = "stop"


_RANK = {Level.OK: 0, Level.NOTE: 1, Level.WARN: 2, Level.STOP: 3}


class WayOut(Protocol):
    """A change of the plan that does away with a finding; the window makes it by one click."""

    @property
    def title(self) -> str:
        """What a button calls it, in the person's language."""

    @property
    def typed(self) -> str:
        """The same change as options of the command line."""

    def applied_to(self, plan: Plan) -> Plan:
        """The plan with this change."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about `field` ("target.folder", "machine.memory"), with a remedy.

    `rule` is a stable short name ("space_in_path") for tests and reports, `detail` is for helpers.
    """

    field: str
    level: Level
    rule: str
    sentence: str
    remedy: str = ""
    ways_out: tuple[WayOut, ...] = ()
    detail: str = ""


def way_titles(ways_out: Sequence[WayOut]) -> list[str]:
    """What the ways out are called; of several, the first is the one to recommend."""
    titles = [way.title for way in ways_out]
    if len(titles) > 1:
        titles[0] = _("{change} (recommended)").format(change=titles[0])
    return titles


def worst(findings: tuple[Finding, ...]) -> Level:
    """The most serious level among the findings; `ok` without any."""
    return max((finding.level for finding in findings), key=_RANK.__getitem__, default=Level.OK)


def about(findings: tuple[Finding, ...], *fields: str) -> tuple[Finding, ...]:
    """The findings about these fields, or below them, most serious first."""
    chosen = [
        finding
        for finding in findings
        if any(finding.field == name or finding.field.startswith(f"{name}.") for name in fields)
    ]
    return tuple(sorted(chosen, key=lambda finding: -_RANK[finding.level]))
