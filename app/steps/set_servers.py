"""Tells the environment's pip and Hugging Face libraries which servers the person consented to."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.mirrors import environment
from app.core.mirrors.settings import ForEnvironment, for_environment
from app.core.run.step import Context, Step
from app.i18n import _


@dataclass(frozen=True)
class SetServers(Step):
    """Follows the plan's servers, back to the official ones too."""

    name = "set_servers"
    weight = 0.1
    after = ("install_pip_packages",)

    @property
    def title(self) -> str:
        return _("Setting the servers for later")

    def already_done(self, ctx: Context) -> str:
        wanted = _wanted(ctx)
        if not environment.is_set(ctx.plan.environment_prefix, ctx.platform, wanted):
            return ""
        if wanted == ForEnvironment():
            return _("The environment uses the official servers.")
        return _("The chosen servers are already set.")

    def run(self, ctx: Context) -> None:
        prefix = ctx.plan.environment_prefix
        environment.tell(prefix, ctx.platform, _wanted(ctx), ctx.report.line)


def _wanted(ctx: Context) -> ForEnvironment:
    return for_environment(ctx.mirrors, ctx.plan.target.mirrors)
