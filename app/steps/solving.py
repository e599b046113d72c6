"""The exact packages of a run: known already, or chosen now and kept. No step of its own.

Before a run, `core.libraries.solving` answers the same question for window and command line.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.accelerator import choose
from app.core.amounts import bytes_text
from app.core.files.volume import drive_text
from app.core.packages import lock as locks
from app.core.packages.lock import Lock, Wish
from app.core.packages.sizes import Sizer
from app.core.packages.solve import Solver, wish_for
from app.core.packages.workshop_lock import known_lock
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.core.run.step import Context
from app.errors import NoSpace, PlanInvalid
from app.i18n import _


def find_lock(ctx: Context, solver: Solver) -> Lock:
    """The lock that is known for the plan's wish, or a new one, kept from now on."""
    known = kept_lock(ctx)
    if known is None:
        return solve_anew(ctx, solver)
    locks.save(known, ctx.workspace)
    if not ctx.plan.workshop.explicit:
        ctx.report.line(_("The exact versions were chosen before; they are used again."))
    return known


def solve_anew(ctx: Context, solver: Solver, instead: Lock | None = None) -> Lock:
    """A new lock for the plan's wish, kept from now on; where one is given, `instead` of that."""
    ctx.report.at_work(Work.SOLVING)
    ctx.report.progress(0, None, Unit.NOTHING, _("Choosing versions that fit together"))
    lock = solver.solve(_wish(ctx))
    if instead is not None:
        lock = replace(lock, instead_of=instead.instead_of or instead.digest)
    locks.save(lock, ctx.workspace)
    _refuse_too_little_space(ctx, lock)
    ctx.report.line(
        _("{count} packages, {size} to download in all").format(
            count=len(lock.packages), size=bytes_text(lock.download_bytes)
        )
    )
    return lock


def _refuse_too_little_space(ctx: Context, lock: Lock) -> None:
    """Raise NoSpace before anything is fetched: only now is it known how much is needed.

    The base is left out, since it may be half installed by now.
    """
    sizer = Sizer(ctx.plan, ctx.machine, ctx.catalog, ctx.cache, ctx.workspace, ctx.download)
    for need in sizer.of(lock).drives:
        packages = replace(need, base=0, installer=0)
        if packages.fits is False:
            raise NoSpace(
                _("About {needed} are needed on {drive}, but only {free} are free.").format(
                    needed=bytes_text(packages.total),
                    drive=drive_text(need.volume.mount),
                    free=bytes_text(need.volume.free or 0),
                ),
                _("Free some space there, or choose fewer libraries or another drive."),
            )


def kept_lock(ctx: Context) -> Lock | None:
    """The lock that came with the workshop or was kept by an earlier step, if any."""
    explicit = ctx.plan.workshop.explicit
    if explicit:
        return locks.from_explicit(explicit, conda_subdir(ctx), ctx.plan.target.source)
    return known_lock(ctx.plan, _wish(ctx), ctx.workspace)


def _wish(ctx: Context) -> Wish:
    subdir = conda_subdir(ctx)
    return wish_for(ctx.plan, subdir, choose(ctx.plan, ctx.machine, subdir))


def conda_subdir(ctx: Context) -> str:
    """conda's name for this computer. Raises PlanInvalid where conda has none."""
    cpu = ctx.machine.cpu or ctx.platform.cpu_facts()
    subdir = ctx.platform.conda_subdir(cpu.architecture)
    if not subdir:
        raise PlanInvalid(
            _("conda has no packages for this processor ({name}).").format(name=cpu.architecture),
            _("A computer with a 64-bit processor is needed."),
        )
    return subdir
