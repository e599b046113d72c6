"""Adds what the plan wants from PyPI, with the environment's own pip, after conda is done."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.childenv import path_for
from app.core.conda import marker
from app.core.events import Unit
from app.core.step import Context, Step
from app.errors import CommandFailed
from app.i18n import _
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
        prefix = ctx.plan.environment_prefix
        ctx.report.progress(0, None, Unit.PACKAGES, ", ".join(wanted))
        python = str(ctx.platform.python_in(prefix))
        pip = ("-I", "-X", "utf8", "-u", "-m", "pip", "install", "--no-input")
        command = Command(
            arguments=(python, *pip, "--only-binary", ":all:", "--", *wanted),
            environment={"PATH": path_for(ctx.platform, prefix)},
        )
        finished = ctx.shell.run(command, on_line=ctx.report.line, timeout=_TIMEOUT_SECONDS)
        if finished.returncode != 0:
            raise CommandFailed(
                _("pip could not add {names}.").format(names=", ".join(wanted)),
                _("Check the names and the network; a package may have no ready build yet."),
                f"{finished.stdout[-4000:]}\n{finished.stderr}",
            )
        finish(ctx)
