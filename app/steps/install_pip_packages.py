"""Adds what the plan wants from PyPI, with the environment's own pip, after conda is done."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.catalog.mirrors import PYPI
from app.core.childenv import path_for
from app.core.conda import marker
from app.core.consent import Kind
from app.core.events import Unit
from app.core.limit import Work
from app.core.mirrors.words import order_text
from app.core.network.trouble import host_of
from app.core.shell import Finished
from app.core.step import Context, Step
from app.errors import CommandFailed
from app.i18n import _, listing
from app.platforms.base import Command
from app.steps.create_environment import finish

_TIMEOUT_SECONDS = 3600.0


@dataclass(frozen=True)
class InstallPipPackages(Step):
    """Runs pip once for all of the plan's pip packages; only ready-built ones (failures F39)."""

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
        wanted = ctx.plan.workshop.pip_packages
        ctx.report.at_work(Work.PIP)
        ctx.report.progress(0, None, Unit.PACKAGES, listing(wanted))
        finished = _installed(ctx, wanted)
        if finished.returncode != 0:
            raise CommandFailed(
                _("pip could not add {names}.").format(names=listing(wanted)),
                _("Check the names and the network; a package may have no ready build yet."),
                f"{finished.stdout[-4000:]}\n{finished.stderr}",
            )
        finish(ctx)


def _installed(ctx: Context, wanted: tuple[str, ...]) -> Finished:
    """pip's answer from the first server that it could install from, else from the last."""
    indexes = ctx.urls((PYPI,), Kind.PIP)
    if len(indexes) == 1:
        return _pip(ctx, wanted, ())
    ctx.report.line(order_text(indexes))
    *first, last = indexes
    for index in first:
        finished = _pip(ctx, wanted, ("--index-url", index))
        if finished.returncode == 0:
            return finished
        ctx.report.line(
            _("pip could not use {host}; trying the next server.").format(host=host_of(index))
        )
    return _pip(ctx, wanted, ("--index-url", last))


def _pip(ctx: Context, wanted: tuple[str, ...], index: tuple[str, ...]) -> Finished:
    prefix = ctx.plan.environment_prefix
    pip = ("-I", "-X", "utf8", "-u", "-m", "pip", "install", "--no-input", *index)
    command = Command(
        arguments=(
            *(str(ctx.platform.python_in(prefix)), *pip),
            *("--only-binary", ":all:", "--", *wanted),
        ),
        environment={"PATH": path_for(ctx.platform, prefix)},
    )
    return ctx.shell.run(command, on_line=ctx.report.line, timeout=_TIMEOUT_SECONDS)
