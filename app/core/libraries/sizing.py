"""Finds out how big a plan is before a run: with the lock that is known, or a quick solve.

It works beside other work and gives up after a time, for the run can do without it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from app.core.accelerator import choose
from app.core.accelerator.choice import accelerated
from app.core.accelerator.missing import lacking
from app.core.cancel import Cancel
from app.core.catalog.installers import Catalog
from app.core.files.disk_trouble import writing
from app.core.finding import Finding, Level
from app.core.libraries.solving import solving_finding
from app.core.machine.facts import Machine
from app.core.machine.folder import look_at
from app.core.machine.gpu import find_graphics
from app.core.packages import lock as locks
from app.core.packages.lock import Lock
from app.core.packages.sizes import Sizer
from app.core.packages.solve import wish_for
from app.core.packages.workshop_lock import known_lock
from app.core.plan import Plan
from app.core.session import Session
from app.errors import Cancelled, InstallError


def sizer_for(session: Session, plan: Plan, machine: Machine, catalog: Catalog) -> Sizer:
    """What tells the sizes of a plan in this session."""
    return Sizer(plan, machine, catalog, session.cache, session.workspace(plan), session.download)


def with_solving(findings: tuple[Finding, ...], error: InstallError) -> tuple[Finding, ...]:
    """The findings of the checks with what the solver ran into, unless they say it already."""
    said = any(
        other.field in ("workshop.packages", "workshop.channels") and other.level is Level.STOP
        for other in findings
    )
    return findings if said else (*findings, solving_finding(error))


@dataclass(frozen=True, slots=True)
class Solved:
    """The lock, or the error instead of it; neither where it took too long or cannot be."""

    lock: Lock | None = None
    error: InstallError | None = None


class QuickSolve:
    """Solves in a thread from the moment it is made. With `keep` the run finds the lock again."""

    def __init__(self, session: Session, plan: Plan, cancel: Cancel, keep: bool) -> None:
        self._session = session
        self._plan = plan
        self._cancel = Cancel(parent=cancel)
        self._keep = keep
        self._solved = Solved()
        self._thread = threading.Thread(target=self._run, name="quick solve", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> Solved:
        """What was found within `seconds` from now; after that the solver is stopped."""
        self._thread.join(seconds)
        self._cancel.set()
        self._thread.join()
        return self._solved

    def _run(self) -> None:
        try:
            self._solved = Solved(lock=self._lock())
        except Cancelled:
            pass
        except InstallError as error:
            self._solved = Solved(error=error)

    def _machine(self) -> Machine:
        """What the choice of builds asks about; only graphics where the plan makes it matter, for
        the whole machine is still being looked at beside this."""
        session, platform = self._session, self._session.platform
        machine = Machine(platform.family, os=platform.os_facts())
        if not accelerated(self._plan):
            return machine
        graphics = find_graphics(platform, session.shell(self._cancel), session.environ)
        return replace(machine, graphics=graphics)

    def _lock(self) -> Lock | None:
        session, plan = self._session, self._plan
        subdir = session.subdir
        if not subdir or look_at(session.cache).write_trouble:
            return None  # the checks say so
        workspace = session.workspace(plan)
        if plan.workshop.explicit:
            return locks.from_explicit(plan.workshop.explicit, subdir, plan.target.source)
        choice = choose(plan, self._machine(), subdir)
        if lacking(plan, subdir, choice):
            return None  # the checks say so
        wish = wish_for(plan, subdir, choice)
        known = known_lock(plan, wish, workspace)
        if known is not None:
            return known
        lock = session.solver(plan, self._cancel).solve(wish)
        if self._keep:
            with writing(workspace / locks.FILE_NAME):
                workspace.mkdir(parents=True, exist_ok=True)
                locks.save(lock, workspace)
        return lock
