"""Adds what the plan wants from PyPI, with the environment's own pip, after conda is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.catalog.mirrors import PYPI
from app.core.conda import marker
from app.core.consent import Kind
from app.core.mirrors.words import order_text
from app.core.network.trouble import ServerTrouble, host_of
from app.core.processes.childenv import path_for
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.core.run.step import Context, Step
from app.core.shell import Finished
from app.core.specs.pip_requirement import pip_text
from app.core.wheels import pip_calls
from app.core.workshops.lock_file import LockedWheel
from app.errors import CommandFailed
from app.i18n import _, listing
from app.platforms.base import Command
from app.steps.fetching import fetch_wheels, is_gone
from app.steps.solving import kept_lock

_TIMEOUT_SECONDS = 3600.0


@dataclass(frozen=True)
class InstallPipPackages(Step):
    """Runs pip for all of the plan's pip packages; only ready-built ones (failures F39)."""

    name = "install_pip_packages"
    weight = 15.0
    after = ("create_environment",)

    @property
    def title(self) -> str:
        return _("Adding packages from PyPI")

    def already_done(self, ctx: Context) -> str:
        if not ctx.plan.workshop.pip_packages:
            return _("Nothing from PyPI is wanted.")
        return _("They are already there.") if marker.answers(ctx.plan) else ""

    def run(self, ctx: Context) -> None:
        names = listing(map(pip_text, ctx.plan.workshop.pip_packages))
        ctx.report.at_work(Work.PIP)
        ctx.report.progress(0, None, Unit.PACKAGES, names)
        wheels = _wheels(ctx)
        if wheels is None:
            calls = pip_calls.to_choose(ctx.plan.workshop.pip_packages, ctx.workspace)
        else:
            calls = pip_calls.of_wheels(wheels, ctx.cache, ctx.workspace)
        for call in calls:
            finished = _from_servers(ctx, call) if wheels is None else _pip(ctx, call)
            if finished.returncode != 0:
                raise CommandFailed(
                    _("pip could not add {names}.").format(names=names),
                    _("Check the names and the network; a package may have no ready build yet."),
                    f"{finished.stdout[-4000:]}\n{finished.stderr}",
                )
        marker.finish(ctx.plan, ctx.journal)


def _wheels(ctx: Context) -> tuple[LockedWheel, ...] | None:
    """The wheels of the workshop's lock, in our cache by now; None where pip is to choose."""
    lock = kept_lock(ctx)
    if lock is None or lock.wheels is None:
        return None
    try:
        fetch_wheels(ctx, lock)
    except ServerTrouble as trouble:
        if not is_gone(trouble):
            raise
        ctx.report.line(trouble.detail)
        ctx.report.line(_("A package of the exact versions is no longer there; pip chooses anew."))
        return None
    ctx.report.at_work(Work.PIP)
    return lock.wheels


def _from_servers(ctx: Context, call: Iterable[str]) -> Finished:
    """pip's answer from the first server that it could install from, else from the last."""
    indexes = ctx.urls((PYPI,), Kind.PIP)
    if len(indexes) == 1:
        return _pip(ctx, call)
    ctx.report.line(order_text(indexes))
    *first, last = indexes
    for index in first:
        finished = _pip(ctx, ("--index-url", index, *call))
        if finished.returncode == 0:
            return finished
        ctx.report.line(
            _("pip could not use {host}; trying the next server.").format(host=host_of(index))
        )
    return _pip(ctx, ("--index-url", last, *call))


def _pip(ctx: Context, call: Iterable[str]) -> Finished:
    prefix = ctx.plan.environment_prefix
    pip = ("-I", "-X", "utf8", "-u", "-m", "pip", "install", "--no-input")
    command = Command(
        arguments=(
            *(str(ctx.platform.python_in(prefix)), *pip),
            *("--only-binary", ":all:", *call),
        ),
        environment={"PATH": path_for(ctx.platform, prefix)},
    )
    return ctx.shell.run(command, on_line=ctx.report.line, timeout=_TIMEOUT_SECONDS)
