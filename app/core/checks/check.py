"""Checks a plan against a machine: findings beside the field, in the window and on the terminal.

Only what the plan, the machine and the chosen folder tell is judged here. What is left to do in
a folder of ours is for the steps to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.catalog.channels import addresses, is_anacondas
from app.core.catalog.installers import Catalog
from app.core.checks.accelerator import accelerator_findings
from app.core.checks.cache import cache_findings
from app.core.checks.kit import channel_findings, installer_findings, kit_findings
from app.core.checks.own_check import own_check_findings
from app.core.checks.places import place_findings
from app.core.checks.workshop import workshop_findings
from app.core.conda import marker
from app.core.finding import Finding, Level
from app.core.foreign_text import shown
from app.core.machine.check_machine import check_machine
from app.core.machine.facts import Machine
from app.core.machine.folder import (
    CONTENT_RULES,
    NO_SPACE,
    FolderFacts,
    folder_findings,
    look_at,
    space_findings,
)
from app.core.machine.judge_system import LEAST_GLIBC
from app.core.machine.subdir import subdir_of
from app.core.packages.sizes import Sizes
from app.core.packages.workshop_lock import lock_findings
from app.core.plan import Plan
from app.core.run.journal import Journal, Owner
from app.core.specs import environment_name_problem, parse_spec
from app.core.specs.pip_requirement import parse_pip
from app.core.specs.python_version import is_python_version
from app.errors import InstallError
from app.i18n import _
from app.paths import workspace_for
from app.platforms.base import OsFacts, Platform


def owner_of(prefix: Path, base: Path) -> Owner:
    """Whose a folder is, by the journal about the conda in `base`."""
    return Journal(workspace_for(base)).owner(prefix)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How the disk is looked at; tests hand in recorded answers. What is asked about our own
    `cache` is whether it can be used; None asks nothing."""

    look: Callable[..., FolderFacts] = look_at
    owner: Callable[[Path, Path], Owner] = owner_of
    sizes: Sizes = Sizes()  # noqa: RUF009 - frozen
    cache: Path | None = None


def check(
    plan: Plan,
    machine: Machine,
    platform: Platform,
    catalog: Catalog,
    around: Surroundings = Surroundings(),
) -> tuple[Finding, ...]:
    """Everything to know about this plan on this machine; a `stop` finding forbids the run."""
    subdir = subdir_of(machine, platform)
    elsewhere = tuple(kit_findings(plan, subdir))
    if elsewhere:
        return elsewhere
    return (
        *check_machine(machine),
        *_distribution(plan, machine, platform, catalog),
        *_installer(plan, machine, catalog, around),
        *_folder(plan, machine, platform, around),
        *_cache(around),
        *place_findings(plan, around.look),
        *_environment(plan, around),
        *_libraries(plan),
        *_channels(plan),
        *_own_channels(plan, around),
        *accelerator_findings(plan, machine, subdir),
        *lock_findings(plan, subdir),
        *own_check_findings(plan),
        *workshop_findings(plan, machine, subdir),
    )


def _stop(field: str, rule: str, sentence: str, remedy: str) -> Finding:
    return Finding(field, Level.STOP, rule, sentence, remedy)


def _of_error(field: str, rule: str, error: InstallError) -> Finding:
    return _stop(field, rule, error.summary, error.remedy)


def _distribution(
    plan: Plan, machine: Machine, platform: Platform, catalog: Catalog
) -> Iterator[Finding]:
    if plan.target.reuse:
        return
    workshop = plan.workshop
    architecture = machine.cpu.architecture if machine.cpu else ""
    try:
        distribution = catalog.distribution(workshop.distribution)
        if architecture:
            catalog.for_workshop(workshop, platform.family, architecture)
    except InstallError as error:
        yield _of_error("workshop.distribution", "no_installer", error)
        return
    yield from _too_old(plan, machine, distribution.title)
    if not plan.target.licence_accepted:
        yield _stop(
            "target.licence_accepted",
            "licence",
            _("The licence of {name} has not been accepted.").format(name=distribution.title),
            _("Read it and tick the box, or choose another distribution (--yes accepts it)."),
        )


def _installer(
    plan: Plan, machine: Machine, catalog: Catalog, around: Surroundings
) -> Iterator[Finding]:
    """A kit without its installer; one that has done its work already is not missed."""
    folder = plan.target.folder
    if plan.target.reuse or machine.cpu is None or around.owner(folder, folder) is Owner.COMPLETE:
        return
    try:
        found = catalog.for_workshop(plan.workshop, machine.family, machine.cpu.architecture)
    except InstallError:  # told already
        return
    yield from installer_findings(found)


def _too_old(plan: Plan, machine: Machine, title: str) -> Iterator[Finding]:
    least = LEAST_GLIBC.get(plan.workshop.distribution)
    found = re.fullmatch(r"glibc (\d+)\.(\d+).*", machine.os.libc) if machine.os else None
    if least and found and (int(found[1]), int(found[2])) < least:
        yield _stop(
            "workshop.distribution",
            "glibc",
            _("This Linux is too old for {name} (it has {libc}).").format(
                name=title, libc=machine.os.libc if machine.os else ""
            ),
            _("Choose Miniforge, which runs on older systems, or update the system."),
        )


def _folder(
    plan: Plan, machine: Machine, platform: Platform, around: Surroundings
) -> Iterator[Finding]:
    folder = plan.target.folder
    field = "target.folder"
    facts = around.look(folder, machine.sync_folders)
    needed = around.sizes.target.total if around.sizes.target else 0
    if plan.target.reuse:
        if not facts.is_conda:
            yield _stop(
                field,
                "no_conda",
                _("There is no conda in {folder}.").format(folder=folder),
                _("Choose the folder of an existing conda, or let Seedbed install a new one."),
            )
        elif facts.writable is False:
            yield _stop(
                field,
                "not_writable",
                _("The conda in {folder} belongs to somebody else: you may not change it.").format(
                    folder=folder
                ),
                _("Let Seedbed install a new one into your own folder."),
            )
        yield from space_findings(facts, needed)
        return
    os_facts = machine.os or OsFacts(family=platform.family, name="", version="")
    findings = folder_findings(folder, facts, platform, os_facts, needed)
    ours = around.owner(folder, folder) in (Owner.UNFINISHED, Owner.COMPLETE)
    for found in findings:
        if not ours:
            yield found
        elif found.rule == NO_SPACE:
            # A good part of what is needed already lies there: how much, only trying can tell.
            yield replace(found, level=Level.WARN)
        elif found.rule not in CONTENT_RULES:
            yield found


def _cache(around: Surroundings) -> Iterator[Finding]:
    if around.cache is not None:
        yield from cache_findings(around.cache, around.sizes.cache, around.look)


def _environment(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    field = "target.environment"
    problem = environment_name_problem(plan.environment_name)
    if problem:
        yield _stop(
            field,
            "environment_name",
            problem,
            _("Use letters, digits, dash and underscore, for example: ml"),
        )
        return
    owner = around.owner(plan.environment_prefix, plan.target.folder)
    taken = owner is Owner.FOREIGN or (
        (owner is Owner.COMPLETE or marker.is_complete(plan)) and not marker.answers(plan)
    )
    if taken:
        yield _stop(
            field,
            "environment_exists",
            _("An environment called “{name}” is already there; it will not be touched.").format(
                name=plan.environment_name
            ),
            _("Choose another name."),
        )


def _libraries(plan: Plan) -> Iterator[Finding]:
    workshop = plan.workshop
    if workshop.python and not is_python_version(workshop.python):
        yield _stop(
            "workshop.python",
            "python_version",
            _("“{text}” is not a Python version.").format(text=shown(workshop.python, 40)),
            _("Write for example 3.12, or leave it empty."),
        )
    for text in workshop.packages:
        try:
            parse_spec(text)
        except InstallError as error:
            yield _of_error("workshop.packages", "spec", error)
    for text in workshop.pip_packages:
        try:
            parse_pip(text)
        except InstallError as error:
            yield _of_error("workshop.packages", "pip_spec", error)
    if not (workshop.packages or workshop.pip_packages or workshop.explicit):
        yield Finding(
            "workshop.packages",
            Level.NOTE,
            "no_libraries",
            _("No libraries are chosen: the environment will have Python and pip only."),
            _("Unsure? Choose “Machine learning”."),
        )


def _own_channels(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """A kit without its packages; of an environment that is complete they are not missed."""
    prefix, folder = plan.environment_prefix, plan.target.folder
    if around.owner(prefix, folder) is not Owner.COMPLETE:
        yield from channel_findings(plan)


def _channels(plan: Plan) -> Iterator[Finding]:
    field = "workshop.channels"
    if not plan.workshop.channels and not plan.workshop.explicit:
        yield _stop(field, "no_channels", _("No channel is chosen."), _("Add conda-forge."))
        return
    try:
        named = (*plan.workshop.channels, *plan.workshop.later_channels)
        found = addresses(named, plan.target.source)
    except InstallError as error:
        yield _of_error(field, "channel", error)
        return
    if any(is_anacondas(address) for address in found):
        level = Level.WARN if plan.target.licence_accepted else Level.STOP
        yield Finding(
            field,
            level,
            "anaconda_terms",
            _("Packages from “defaults” fall under Anaconda’s terms of service."),
            _("Read https://www.anaconda.com/legal first, or use conda-forge, which has none."),
        )
