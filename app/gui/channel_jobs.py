"""The jobs behind the Libraries page: what the channels have, what a set would need, and what this
computer cannot have.

There is no Qt here and no decision of its own; the other pages' jobs are in `services`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.core.accelerator import choose
from app.core.accelerator.missing import missing_here
from app.core.cancel import Cancel
from app.core.catalog.presets import Preset
from app.core.libraries.searching import facts_of, index_reader, read_index
from app.core.libraries.solving import preset_sizes
from app.core.machine.facts import Machine
from app.core.machine.subdir import subdir_of
from app.core.packages.channel_index import PackageFact
from app.core.packages.search import PackageSearch
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.services import sizer_of, wish_of
from app.gui.worker import Emit, Job


def index_job(session: Session, plan: Plan, machine: Machine) -> Job:
    """Read what the channels have, ready to be searched in."""
    subdir = subdir_of(machine, session.platform)
    return lambda _emit, cancel: PackageSearch(read_index(session, plan, subdir, cancel))


def facts_job(session: Session, plan: Plan, machine: Machine, names: Sequence[str]) -> Job:
    """Find the newest builds of these packages; None for those without one."""

    def job(_emit: Emit, cancel: Cancel) -> dict[str, PackageFact | None]:
        reader = index_reader(session, plan, subdir_of(machine, session.platform), cancel)
        found = facts_of(reader, names, plan.workshop.python)
        return {name: found.get(name) for name in names}

    return job


def preset_plan(plan: Plan, preset: Preset) -> Plan:
    """The plan of a person who chooses this set."""
    return plan.with_workshop(packages=preset.packages, explicit=())


def preset_job(session: Session, plan: Plan, known: Known) -> Job | None:
    """Find out how big the plan of a set is; None where its wish cannot be formed."""
    wish = wish_of(session, plan, known.machine)
    if wish is None:
        return None
    sizer = sizer_of(session, plan, known)
    return lambda _emit, cancel: preset_sizes(plan, session, wish, sizer, cancel)


def reasons_against(session: Session, plan: Plan, machine: Machine) -> dict[str, str]:
    """The libraries that this plan cannot have on this computer, each with its reason."""
    subdir = subdir_of(machine, session.platform)
    return missing_here(plan, subdir, choose(plan, machine, subdir)) if subdir else {}
