"""The jobs that pages need done in the background, built from a Session.

Each function returns a job for a Worker; there is no Qt here and no decision of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.accelerator.options import alternative
from app.core.cache.cleaning import Entry, clean, survey
from app.core.cancel import Cancel
from app.core.catalog.channels import addresses
from app.core.catalog.installers import Catalog
from app.core.checks.check import Surroundings, check
from app.core.consent import Kind
from app.core.finding import Finding
from app.core.libraries.sizing import sizer_for
from app.core.libraries.solving import find_lock, wish_here
from app.core.machine.facts import Machine, Reach
from app.core.machine.probe import ProbeTools, probe
from app.core.machine.subdir import subdir_of
from app.core.mirrors.measuring import measure
from app.core.motion import wants_no_motion
from app.core.needed_servers import needed_servers, probe_needed
from app.core.packages.lock import Wish, save
from app.core.packages.sizes import Sizer, Sizes
from app.core.packages.workshop_lock import given_lock
from app.core.plan import Plan
from app.core.session import Session
from app.core.specs.specfile import SpecFile, read_spec_file
from app.core.workshops.arriving import Logo, plan_for, read_logo
from app.core.workshops.opening import Opened, bytes_of, open_workshop
from app.errors import InstallError
from app.gui.known import Known
from app.gui.worker import Emit, Job, Worker
from app.steps.road import fetch_early, run_plan

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A plan made from something a person opened."""

    plan: Plan
    opened: Opened
    logo: Logo | None = None


def wish_of(session: Session, plan: Plan, machine: Machine) -> Wish | None:
    """What has to be solved for the sizes; None where nothing can or needs to be."""
    return wish_here(plan, session, machine)


def channels_of(plan: Plan) -> tuple[str, ...]:
    """The addresses of the plan's channels; empty where they are wrong, which the checks say."""
    try:
        return addresses(plan.workshop.channels, plan.target.source)
    except InstallError:
        return ()


def installer_size(plan: Plan, machine: Machine, catalog: Catalog | None) -> int | None:
    """The installer's bytes as far as the catalogue knows them; 0 where none is needed."""
    if plan.target.reuse:
        return 0
    if catalog is None or machine.cpu is None:
        return None
    try:
        found = catalog.for_workshop(plan.workshop, machine.family, machine.cpu.architecture)
    except InstallError:  # the checks say so
        return None
    return found.size


def open_job(session: Session, place: str) -> Job:
    """Open a workshop and make a plan from it; says (bytes, total) while a zipped kit arrives."""

    def job(emit: Emit, cancel: Cancel) -> ReadyPlan:
        opened = open_workshop(place, session, cancel, lambda *arrived: emit(arrived))
        plan = plan_for(opened, session, cancel).with_target(tell_to=opened.tell_to)
        return ReadyPlan(plan, opened, read_logo(opened, session, cancel))

    return job


def list_job(place: str) -> Job:
    """Read somebody's list of libraries: environment.yml, requirements.txt, explicit file."""

    def job(_emit: Emit, _cancel: Cancel) -> SpecFile:
        path = Path(place)
        return read_spec_file(bytes_of(path), path.name)

    return job


def probe_job(session: Session, plan: Plan) -> Job:
    """Find out about this computer; says a Machine after each fact."""

    def job(emit: Emit, cancel: Cancel) -> Machine:
        tools = ProbeTools(
            platform=session.platform,
            shell=session.shell(cancel),
            reach=lambda: probe_needed(plan, session, cancel),
            home=session.home,
            environ=session.environ,
        )
        return probe(tools, emit, cancel)

    return job


def servers_of(session: Session, plan: Plan) -> tuple[str, ...]:
    """The servers that the plan needs."""
    return needed_servers(plan, session)


def motion_job(session: Session) -> Job:
    """Find out whether the system asks for no motion."""
    return lambda _emit, cancel: wants_no_motion(
        session.platform, session.shell(cancel), session.home, session.environ
    )


def reach_job(session: Session, plan: Plan) -> Job:
    """Try the servers that the plan needs."""

    def job(_emit: Emit, cancel: Cancel) -> tuple[Reach, ...]:
        return probe_needed(plan, session, cancel)

    return job


def catalog_job(session: Session, plan: Plan) -> Job:
    """Read the catalogue that goes with the plan."""
    return lambda _emit, cancel: session.catalog_for(plan, cancel)


def check_job(session: Session, plan: Plan, known: Known) -> Job:
    """Check the plan; looks at the disk, so it is not done in the window's thread."""

    def job(_emit: Emit, _cancel: Cancel) -> tuple[Finding, ...]:
        sizes = known.sizes if known.sizes.drives else sizer_of(session, plan, known).of(None)
        around = Surroundings(sizes=sizes, cache=session.cache)
        catalog = known.catalog or session.catalog
        return check(plan, known.machine, session.platform, catalog, around)

    return job


def pythons_job(session: Session, plan: Plan, machine: Machine) -> Job:
    """Ask the channels which Python versions they have."""
    subdir = subdir_of(machine, session.platform)
    channels = channels_of(plan)
    return lambda _emit, cancel: session.solver(plan, cancel).python_versions(channels, subdir)


def sizer_of(session: Session, plan: Plan, known: Known) -> Sizer:
    """What tells the sizes of the plan, by what is known so far."""
    return sizer_for(session, plan, known.machine, known.catalog or session.catalog)


def solve_job(session: Session, plan: Plan, wish: Wish | None, sizer: Sizer) -> Job:
    """Find the exact packages, keep the lock for the run, and say how big they are.

    Without a wish nothing is solved: the plan names exact packages, or the checks say why not.
    """

    def job(_emit: Emit, cancel: Cancel) -> Sizes:
        if wish is None:
            return sizer.of(sizer.kept_lock(subdir_of(sizer.machine, session.platform)))
        lock = find_lock(plan, session, wish, cancel)
        workspace = session.workspace(plan)
        workspace.mkdir(parents=True, exist_ok=True)
        save(lock, workspace)
        return sizer.of(lock)

    return job


def other_builds(session: Session, plan: Plan, machine: Machine) -> Plan | None:
    """The plan with the other kind of builds, where it is a question; None where a workshop's
    own lock has answered it."""
    other = alternative(plan, machine, subdir_of(machine, session.platform))
    wish = wish_of(session, plan, machine) if other is not None else None
    return None if wish is None or given_lock(plan.workshop.lock, wish) else other


def packages_job(session: Session, plan: Plan, wish: Wish) -> Job:
    """Find out how many bytes all packages of a plan have; nothing is kept."""
    return lambda _emit, cancel: find_lock(plan, session, wish, cancel).download_bytes


def download_job(session: Session, plan: Plan, machine: Machine) -> Job:
    """Fetch the installer; says the events of that step."""
    return lambda emit, cancel: fetch_early(session, plan, machine, cancel, emit)


def measure_job(session: Session, kind: Kind) -> Job:
    """Measure the servers of a kind; says a Candidate for each."""
    return lambda emit, cancel: measure(session.mirrors, (kind,), cancel, emit)


def run_job(session: Session, plan: Plan, machine: Machine, after: Worker) -> Job:
    """The whole run; the command line makes the same call. It begins when `after` has ended."""

    def job(emit: Emit, cancel: Cancel) -> object:
        while after.alive:
            cancel.wait(_POLL_SECONDS)
        return run_plan(session, plan, machine, cancel, emit)

    return job


def cache_job(folder: Path, state: Path, opened: str) -> Job:
    """Look at what is kept; `opened` is the kit that is open, if one is."""
    return lambda _emit, _cancel: survey(folder, state, opened)


def clean_job(going: Sequence[Entry], folder: Path, state: Path, opened: str) -> Job:
    """Remove these entries of the cache."""
    return lambda _emit, _cancel: clean(going, folder, state, opened)
