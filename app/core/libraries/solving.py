"""The exact packages of a plan before anything is installed, and what a solver's refusal means.

The steps ask the same rooms during a run; how a lock is found is the packages' business.
"""

from __future__ import annotations

from app.core.accelerator import choose
from app.core.accelerator.choice import is_open
from app.core.accelerator.missing import lacking
from app.core.cancel import Cancel
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.machine.subdir import subdir_of
from app.core.packages.lock import Lock, Wish
from app.core.packages.sizes import Sizer, Sizes
from app.core.packages.solve import Solver, wish_for
from app.core.packages.solved_wishes import remember, remembered
from app.core.packages.unsolvable import Unsolvable
from app.core.packages.workshop_lock import known_lock
from app.core.plan import Plan
from app.core.session import Session
from app.errors import InstallError, PlanInvalid
from app.i18n import _, sentences

_FIELD = "workshop.packages"


def wish_here(plan: Plan, session: Session, machine: Machine) -> Wish | None:
    """What has to be solved on this computer; None where nothing can or needs to be."""
    subdir = subdir_of(machine, session.platform)
    if not subdir or plan.workshop.explicit:
        return None
    if is_open(plan, machine):
        return None
    choice = choose(plan, machine, subdir)
    try:
        return None if lacking(plan, subdir, choice) else wish_for(plan, subdir, choice)
    except InstallError:
        return None  # the checks say what is wrong with the libraries or channels


def find_lock(plan: Plan, session: Session, wish: Wish, cancel: Cancel) -> Lock:
    """The lock that answers the wish: known already, or solved now. Nothing is written but what
    was read of the channels, and its answer. Raises what `Solver.solve` raises."""
    return _known(plan, session, wish) or _solved(session, wish, session.solver(plan, cancel))


def preset_sizes(plan: Plan, session: Session, wish: Wish, sizer: Sizer, cancel: Cancel) -> Sizes:
    """How big a set of libraries is that nobody has chosen yet; its versions are chosen with low
    priority. Raises what `Solver.solve` raises."""
    lock = _known(plan, session, wish) or _solved(session, wish, session.quiet_solver(cancel))
    return sizer.of(lock)


def _known(plan: Plan, session: Session, wish: Wish) -> Lock | None:
    known = known_lock(plan, wish, session.workspace(plan))
    return known or remembered(wish, session.cache)


def _solved(session: Session, wish: Wish, solver: Solver) -> Lock:
    lock = solver.solve(wish)
    remember(wish, lock, session.cache)
    return lock


def solving_finding(error: InstallError) -> Finding:
    """A plan that cannot be solved stops; a solver that cannot be asked only hides the sizes."""
    if isinstance(error, PlanInvalid):
        ways_out = error.ways_out if isinstance(error, Unsolvable) else ()
        return Finding(
            field=_FIELD,
            level=Level.STOP,
            rule=error.code,
            sentence=error.summary,
            remedy=error.remedy,
            ways_out=tuple(ways_out),
            detail=error.detail,
        )
    sentence = _("The size is not known yet: {problem}").format(problem=error.summary)
    remedy = sentences(error.remedy, _("You can also go on: the installation asks once more."))
    return Finding(_FIELD, Level.NOTE, "no_sizes", sentence, remedy)
