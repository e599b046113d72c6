"""Writes the settings of this conda installation, in its own folder and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.catalog.channels import for_condarc
from app.core.conda.condarc import condarc
from app.core.files.jsonfile import write_text
from app.core.mirrors.settings import for_conda
from app.core.run.step import Context, Step
from app.i18n import _

_KEPT_KEYS = ("solver:",)


@dataclass(frozen=True)
class ConfigureConda(Step):
    """Writes `<prefix>/.condarc` with the plan's channels."""

    name = "configure_conda"
    weight = 0.5
    after = ("install_conda",)

    @property
    def title(self) -> str:
        return _("Setting up conda")

    def already_done(self, ctx: Context) -> str:
        if ctx.plan.target.reuse:
            return _("The settings of the conda that is already there are left alone.")
        if _read(_file(ctx)) == _wanted(ctx):
            return _("The settings are already there.")
        return ""

    def run(self, ctx: Context) -> None:
        write_text(_file(ctx), _wanted(ctx))
        ctx.report.line(_("Wrote {path}").format(path=_file(ctx)))


def _file(ctx: Context) -> Path:
    return ctx.plan.target.folder / ".condarc"


def _wanted(ctx: Context) -> str:
    """Our settings, and the installer's choice of a solver, which it knows better than we do."""
    kept = [line for line in _read(_file(ctx)).splitlines() if line.startswith(_KEPT_KEYS)]
    target = ctx.plan.target
    workshop = ctx.plan.workshop
    # A kit's own channel may be on a stick, and gone by tomorrow.
    channels = for_condarc(workshop.later_channels or workshop.channels, target.source)
    text = condarc(channels, for_conda(channels, ctx.mirrors, target.mirrors))
    return text + "".join(f"{line}\n" for line in kept)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
