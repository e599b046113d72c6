"""From a command line to a plan: the same plan that the pages of the window would make."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace

from app.cli.arrival import Arrival
from app.cli.locks import refuse_locked, unlocked
from app.cli.places import absolute
from app.cli.wishes import refuse_idle, wishes_of
from app.core.cancel import Cancel
from app.core.catalog.installers import Catalog
from app.core.catalog.mirrors import OFFICIAL
from app.core.catalog.presets import preset
from app.core.checks.check import Surroundings, check
from app.core.checks.kit import KIT_ELSEWHERE
from app.core.finding import Finding
from app.core.libraries.sizing import QuickSolve, sizer_for, with_solving
from app.core.machine.facts import Machine
from app.core.machine.probe import ProbeTools, probe
from app.core.needed_servers import probe_needed
from app.core.packages.sizes import Sizes
from app.core.packages.ways_out import without
from app.core.plan import Accelerator, Plan
from app.core.session import Session
from app.core.specs.specfile import read_spec_file
from app.core.workshops.arriving import plan_for
from app.core.workshops.differences import handed_out
from app.core.workshops.opening import as_workshop, bytes_of, open_workshop
from app.errors import InstallError


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is known before a run."""

    session: Session
    plan: Plan
    machine: Machine
    catalog: Catalog
    findings: tuple[Finding, ...]
    sizes: Sizes = Sizes()  # noqa: RUF009 - frozen
    unsolved: InstallError | None = None


def nothing_known() -> Prepared:
    """What a report can tell where not even the plan could be made."""
    session = Session.start()
    machine = Machine(family=session.platform.family, home=str(session.home))
    return Prepared(session, session.new_plan(), machine, session.catalog, ())


def plan_from(options: argparse.Namespace, session: Session, cancel: Cancel) -> Plan:
    """The plan that the options describe. Raises InstallError for an answer that cannot be."""
    plan = session.new_plan()
    if options.place:
        opened = open_workshop(options.place, session, cancel, Arrival())
        plan = plan_for(opened, session, cancel)
        told = "" if options.tell_nobody else opened.tell_to
        plan = plan.with_target(tell_to=told, tell_as=options.tell_as)
    # Only here: the window puts the answers also over plans that its workshop is not part of yet.
    # What the author leaves out on one platform is a library of the workshop all the same.
    there = (*_with_list(plan, options).workshop.packages, *handed_out(plan).packages)
    refuse_idle(options, there)
    return changed(plan, options, session)


def changed(plan: Plan, options: argparse.Namespace, session: Session) -> Plan:
    """The plan with the answers on the command line put over it. Raises PlanInvalid for one that
    the author of the workshop has decided."""
    before = unlocked(plan, options)
    after = _answered(before, options, session)
    refuse_locked(before, after, options)
    return after


def _answered(plan: Plan, options: argparse.Namespace, session: Session) -> Plan:
    plan = _with_conda(plan, options, session)
    plan = _with_environment(plan, options)
    plan = _with_libraries(plan, options)
    plan = _with_places(plan, options)
    if options.mirror is not None:
        names = dict.fromkeys(name for name in options.mirror if name != OFFICIAL)
        plan = plan.with_target(mirrors=tuple(session.mirrors.consent(name) for name in names))
    if options.accelerator is not None:
        plan = plan.with_target(accelerator=Accelerator(options.accelerator))
    own = plan.target.own_check
    if own is not None and options.no_check:
        plan = plan.with_target(own_check=replace(own, wanted=False))
    return plan.with_target(
        launchers=not options.no_launchers,
        licence_accepted=options.yes,
    )


def _with_places(plan: Plan, options: argparse.Namespace) -> Plan:
    if options.no_materials:
        plan = plan.with_target(materials_folder=None)
    elif options.materials_to is not None:
        plan = plan.with_target(materials_folder=absolute(options.materials_to))
    if options.no_lessons:
        return plan.with_target(lessons_folder=None)
    if options.lessons_to is not None:
        return plan.with_target(lessons_folder=absolute(options.lessons_to))
    return plan


def _with_conda(plan: Plan, options: argparse.Namespace, session: Session) -> Plan:
    if options.distribution:
        plan = plan.with_workshop(
            distribution=options.distribution, distribution_version="latest", catalog=""
        )
        plan = plan.with_target(folder=session.recommended_folder(plan.workshop))
    if options.conda_version:
        plan = plan.with_workshop(distribution_version=options.conda_version)
    if options.reuse:
        return plan.with_target(folder=absolute(options.reuse), reuse=True)
    return plan.with_target(folder=absolute(options.to)) if options.to else plan


def _with_environment(plan: Plan, options: argparse.Namespace) -> Plan:
    if options.name is not None:
        plan = plan.with_target(environment=options.name)
    if options.python:
        plan = plan.with_workshop(python=options.python)
    if options.channel:
        plan = plan.with_workshop(channels=tuple(options.channel))
    return plan


def _with_list(plan: Plan, options: argparse.Namespace) -> Plan:
    """The plan with the libraries that are named by one word for all of them."""
    if options.packages_from:
        data = bytes_of(options.packages_from)
        listed = read_spec_file(data, options.packages_from.name)
        plan = replace(plan, workshop=as_workshop(listed, plan.workshop))
    if options.preset:
        plan = plan.with_workshop(packages=preset(options.preset).packages, explicit=())
    return plan


def _with_libraries(plan: Plan, options: argparse.Namespace) -> Plan:
    plan, wishes = _with_list(plan, options), wishes_of(options)
    # A library that is named again is wanted as it is named here, not in two ways at once.
    kept = without(plan, wishes.dropped).workshop.packages
    return plan.with_workshop(packages=(*kept, *wishes.added))


def machine_of(session: Session, plan: Plan, cancel: Cancel) -> Machine:
    """This computer, with the reach of the servers that the plan needs."""
    tools = ProbeTools(
        platform=session.platform,
        shell=session.shell(cancel),
        reach=lambda: probe_needed(plan, session, cancel),
        home=session.home,
        environ=session.environ,
    )
    return probe(tools, lambda _machine: None, cancel)


def prepared(
    options: argparse.Namespace, cancel: Cancel, solve_seconds: float, keep_lock: bool
) -> Prepared:
    """Plan, machine, sizes and findings for a command.

    The sizes are solved for while the machine is looked at, and `solve_seconds` more; what has
    not been found by then is left out. With `keep_lock` the run need not solve again.
    """
    session = Session.start()
    return looked_at(session, plan_from(options, session, cancel), cancel, solve_seconds, keep_lock)


def looked_at(
    session: Session, plan: Plan, cancel: Cancel, solve_seconds: float, keep_lock: bool
) -> Prepared:
    """The same for a plan that is known already."""
    solve = QuickSolve(session, plan, cancel, keep_lock)
    try:
        machine = machine_of(session, plan, cancel)
        catalog = session.catalog_for(plan, cancel)
    except BaseException:
        solve.wait(0)
        raise
    solved = solve.wait(solve_seconds)
    sizes = sizer_for(session, plan, machine, catalog).of(solved.lock)
    around = Surroundings(sizes=sizes, cache=session.cache)
    findings = check(plan, machine, session.platform, catalog, around)
    if any(finding.rule == KIT_ELSEWHERE for finding in findings):
        return Prepared(session, plan, machine, catalog, findings, sizes)
    if solved.error is not None:
        findings = with_solving(findings, solved.error)
    return Prepared(session, plan, machine, catalog, findings, sizes, solved.error)
