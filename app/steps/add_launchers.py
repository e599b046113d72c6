"""Makes the environment easy to find: a menu entry, a Jupyter kernel, conda's own list.

All of it lies outside our folder, so it is done only with consent (`target.launchers`), is named
after the environment, and is listed in the plan's description beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.after.finishing import (
    kernel_folder,
    known_environments_file,
    launcher_for,
    write_kernel,
)
from app.core.files.jsonfile import write_text
from app.core.run.events import Unit
from app.core.run.step import Context, Step
from app.errors import CommandFailed, InstallError
from app.i18n import _

_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class AddLaunchers(Step):
    """Adds what starts the environment. A failure here is told, but spoils nothing (F11)."""

    name = "add_launchers"
    weight = 1.0
    after = ("install_pip_packages",)  # the notebook program may come from PyPI

    @property
    def title(self) -> str:
        return _("Adding menu entry and notebook kernel")

    def already_done(self, ctx: Context) -> str:
        if not ctx.plan.target.launchers:
            return _("Not wanted: nothing outside the chosen folder is changed.")
        return ""

    def run(self, ctx: Context) -> None:
        tasks = (_menu_entry, _kernel, _known_to_conda)
        for number, task in enumerate(tasks):
            ctx.report.progress(number, len(tasks), Unit.FILES, "")
            try:
                task(ctx)
            except (OSError, ValueError, InstallError) as error:  # ValueError: text not in UTF-8
                ctx.report.line(_("This could not be added: {problem}").format(problem=error))
        ctx.report.progress(len(tasks), len(tasks), Unit.FILES, "")


def _menu_entry(ctx: Context) -> None:
    launcher = launcher_for(ctx.plan, ctx.platform, ctx.home)
    if launcher is None:
        return
    for file in ctx.platform.launcher_files(launcher, ctx.home, ctx.environ):
        write_text(file.path, file.text)
        if file.executable:
            file.path.chmod(0o755)
        ctx.report.line(_("Wrote {path}").format(path=file.path))
    command = ctx.platform.launcher_command(launcher, ctx.home, ctx.environ)
    if command is not None:
        finished = ctx.shell.run(command, timeout=_TIMEOUT_SECONDS)
        # A policy may let the command end well without doing anything.
        made = ctx.platform.launcher_paths(launcher, ctx.home, ctx.environ)
        if finished.returncode != 0 or not all(path.exists() for path in made):
            raise CommandFailed(_("The menu entry could not be made."), detail=finished.stderr)
        for path in made:
            ctx.report.line(_("Wrote {path}").format(path=path))


def _kernel(ctx: Context) -> None:
    folder = kernel_folder(ctx.plan, ctx.platform, ctx.home, ctx.environ)
    written = write_kernel(ctx.plan, ctx.platform, folder)
    if written is not None:
        ctx.report.line(_("Wrote {path}").format(path=written))


def _known_to_conda(ctx: Context) -> None:
    """Editors find environments through this list (conda-facts §7)."""
    file = known_environments_file(ctx.home)
    lines = _lines(file)
    wanted = [str(ctx.plan.target.folder), str(ctx.plan.environment_prefix)]
    new = [line for line in wanted if line not in lines]
    if new:
        write_text(file, "".join(f"{line}\n" for line in (*lines, *new)))
        ctx.report.line(_("Wrote {path}").format(path=file))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
