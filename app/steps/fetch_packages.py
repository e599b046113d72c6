"""Finds the exact packages (the lock), fetches their archives and unpacks each as it arrives.

Needs no conda, so it runs while the installer is fetched and run. Where the quick solver is not
available it leaves the lock to `create_environment`, which can ask the installed conda.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.conda import marker
from app.core.network.trouble import ServerTrouble
from app.core.packages.solve import RattlerSolver, SolverUnavailable
from app.core.run.step import Context, Step
from app.i18n import _
from app.steps.fetching import fetch, is_gone
from app.steps.solving import find_lock, kept_lock, solve_anew


@dataclass(frozen=True)
class FetchPackages(Step):
    """Solves if there is no lock for these wishes yet, then downloads everything in it."""

    name = "fetch_packages"
    weight = 25.0

    @property
    def title(self) -> str:
        return _("Downloading the libraries")

    def already_done(self, ctx: Context) -> str:
        if marker.answers(ctx.plan) or marker.conda_part_answers(ctx.plan):
            return _("The environment already has its libraries.")
        return ""

    def run(self, ctx: Context) -> None:
        solver = RattlerSolver(ctx.shell, ctx.cache)
        try:
            known = kept_lock(ctx)
            lock = find_lock(ctx, solver)
            try:
                fetch(ctx, lock)
            except ServerTrouble as trouble:
                if known is None or ctx.plan.workshop.explicit or not is_gone(trouble):
                    raise
                ctx.report.line(trouble.detail)
                ctx.report.line(
                    _("A package of the exact versions is no longer there; others are chosen.")
                )
                fetch(ctx, solve_anew(ctx, solver, instead=known))
        except SolverUnavailable as error:
            ctx.report.line(_("The quick solver is not available; conda will choose versions."))
            ctx.report.line(error.detail)
