"""What steps know of conda's installer: which it is, where it lies, whether it has done its work.

No step of its own: fetching and running it are steps.
"""

from __future__ import annotations

from pathlib import Path

from app.core.catalog.installers import Installer
from app.core.run import kept_installer
from app.core.run.journal import Owner
from app.core.run.step import Context
from app.errors import Action, Unexpected
from app.i18n import _


def chosen_installer(ctx: Context) -> Installer:
    """The installer for this plan on this computer. Raises PlanInvalid where there is none."""
    architecture = ctx.machine.cpu.architecture if ctx.machine.cpu else ""
    workshop = ctx.plan.workshop
    return ctx.catalog.choose(
        workshop.distribution,
        workshop.distribution_version,
        ctx.platform.family,
        architecture or ctx.platform.cpu_facts().architecture,
    )


def fetched_installer(ctx: Context) -> Path:
    """The verified installer that was put into our cache.

    Raises Unexpected where there is none: the step that puts it there has ended well, so this is
    a mistake of ours, or another program has taken the file away meanwhile.
    """
    path = kept_installer.load(ctx.workspace)
    if path is None or not path.is_file():
        raise Unexpected(
            _("The installer is not there."),
            _("Try again from the beginning."),
            action=Action.AGAIN,  # it is fetched anew, whatever has happened to it
        )
    return path


def is_installed(ctx: Context) -> bool:
    """Whether a run of ours has installed conda in the plan's folder, and it is still there."""
    folder = ctx.plan.target.folder
    return ctx.journal.owner(folder) is Owner.COMPLETE and all(
        sign.exists() for sign in ctx.platform.signs_of_installation(folder)
    )
