"""Judges the facts about a computer: findings for the checks, rows for the page that shows them.

Unknown facts are notes and never stop anything (failures F51). Facts are found out by the probe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.finding import Finding, Level, about
from app.core.machine import details as machine_details
from app.core.machine import judge_program, judge_surroundings, judge_system
from app.core.machine import values as machine_values
from app.core.machine.facts import Machine
from app.i18n import _

_Judge = Callable[[Machine], Iterator[Finding]]
_Value = Callable[[Machine], str]
_Details = Callable[[Machine], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of "Your computer": a fact, its value, and the most serious finding about it.

    `field` is "machine.os" and so on; `pending` while the fact is still being found out. `value`
    is "" where it is not known (yet); `details` are for those who help.
    """

    field: str
    title: str
    value: str
    level: Level
    sentence: str
    remedy: str
    pending: bool
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    """How one fact is called, shown and judged; `name` is its attribute of Machine."""

    name: str
    title: Callable[[], str]
    value: _Value
    details: _Details
    judge: _Judge

    @property
    def field(self) -> str:
        return f"machine.{self.name}"


_FACTS = (
    _Fact(
        "os",
        lambda: _("System"),
        machine_values.system_value,
        machine_details.system_details,
        judge_system.about_system,
    ),
    _Fact(
        "cpu",
        lambda: _("Processor"),
        machine_values.processor_value,
        machine_details.processor_details,
        judge_system.about_processor,
    ),
    _Fact(
        "memory",
        lambda: _("Memory"),
        machine_values.memory_value,
        machine_details.memory_details,
        judge_system.about_memory,
    ),
    _Fact(
        "drives",
        lambda: _("Drives"),
        machine_values.drives_value,
        machine_details.drives_details,
        judge_system.about_drives,
    ),
    _Fact(
        "graphics",
        lambda: _("Graphics card"),
        machine_values.graphics_value,
        machine_details.graphics_details,
        judge_surroundings.about_graphics,
    ),
    _Fact(
        "pythons",
        lambda: _("Already there"),
        machine_values.pythons_value,
        machine_details.pythons_details,
        judge_surroundings.about_pythons,
    ),
    _Fact(
        "settings",
        lambda: _("Settings"),
        machine_values.settings_value,
        machine_details.settings_details,
        judge_surroundings.about_settings,
    ),
    _Fact(
        "reach",
        lambda: _("Network"),
        machine_values.reach_value,
        machine_details.reach_details,
        judge_surroundings.about_reach,
    ),
)


def check_machine(machine: Machine) -> tuple[Finding, ...]:
    """All findings about a machine, fact by fact. Facts that are still pending say nothing."""
    found = [finding for fact in _FACTS for finding in _findings(fact, machine)]
    return (*judge_program.about_program(machine), *found)


def rows(machine: Machine) -> tuple[Row, ...]:
    """One row for each fact, in the order in which they are shown."""
    return tuple(_row(fact, machine) for fact in _FACTS)


def _findings(fact: _Fact, machine: Machine) -> tuple[Finding, ...]:
    known = getattr(machine, fact.name) is not None
    found = tuple(fact.judge(machine))
    if known or fact.name in machine.pending:
        return found
    return (*found, _unknown(fact.field))


def _unknown(field: str) -> Finding:
    return Finding(
        field,
        Level.NOTE,
        "unknown",
        _("This could not be found out."),
        _("You can go on; what is missing is told when it is needed."),
    )


def _row(fact: _Fact, machine: Machine) -> Row:
    pending = fact.name in machine.pending
    found = about(_findings(fact, machine), fact.field)
    first = found[0] if found else Finding(fact.field, Level.OK, "", "")
    return Row(
        field=fact.field,
        title=fact.title(),
        value=fact.value(machine),
        level=first.level,
        sentence=first.sentence,
        remedy=first.remedy,
        pending=pending,
        details=fact.details(machine),
    )
