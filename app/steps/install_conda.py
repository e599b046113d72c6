"""Runs the official installer and believes only what is on the disk afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.conda.commands import is_healthy
from app.core.files import removal
from app.core.processes.standstill import run_watched
from app.core.run.events import Stream, Unit
from app.core.run.journal import Owner
from app.core.run.limit import Work
from app.core.run.step import Context, Step
from app.errors import Action, CommandFailed, PlanInvalid
from app.i18n import _
from app.platforms.base import Command
from app.steps.installer import fetched_installer, is_installed
from app.steps.unfinished import remove_unfinished

_INFO_SECONDS = 120.0
_LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class InstallConda(Step):
    """Lays down the base installation in the plan's folder."""

    name = "install_conda"
    weight = 2.5
    after = ("fetch_installer",)

    @property
    def title(self) -> str:
        return _("Installing conda")

    def already_done(self, ctx: Context) -> str:
        if ctx.plan.target.reuse:
            return _("The conda that is already there will be used.")
        return _("conda is already installed.") if is_installed(ctx) else ""

    def run(self, ctx: Context) -> None:
        folder = _folder(ctx)
        _make_room(ctx, folder)
        installer = fetched_installer(ctx)
        ctx.journal.begin(folder)
        command = at_private_home(ctx, ctx.platform.installer_command(installer, folder))
        ctx.report.at_work(Work.INSTALLING)
        with _temporary_folder(ctx, command), _counting_files(ctx, folder):
            finished = run_watched(ctx.shell, ctx.cancel, command, ctx.report.line)
        _believe_only_the_disk(ctx, folder, f"{finished.returncode}\n{finished.stderr}")
        ctx.journal.complete(folder)

    def clean_up(self, ctx: Context) -> None:
        remove_unfinished(ctx, _folder(ctx))


def _folder(ctx: Context) -> Path:
    return ctx.plan.target.folder


def at_private_home(ctx: Context, command: Command) -> Command:
    """The installer would write ~/.conda; nothing outside our folder changes without consent."""
    home = ctx.conda.private_home
    home.mkdir(parents=True, exist_ok=True)
    return replace(command, environment={**command.environment, "HOME": str(home)})


@contextmanager
def _temporary_folder(ctx: Context, command: Command) -> Iterator[None]:
    """The folder that the command's TEMP names, if any: it must exist and goes afterwards."""
    name = command.environment.get("TEMP")
    if name is None or (Path(name).exists() and ctx.journal.owner(Path(name)) is Owner.FOREIGN):
        yield
        return
    folder = Path(name)
    ctx.journal.begin(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):  # a virus scanner may still hold a file; it only costs space
            removal.remove(folder)
            ctx.journal.remove_unfinished(folder)


def _make_room(ctx: Context, folder: Path) -> None:
    """Remove what an interrupted run of ours left; never anything else (failures F03)."""
    match ctx.journal.owner(folder):
        case Owner.UNFINISHED:
            ctx.report.line(_("Removing what an interrupted installation left."))
            remove_unfinished(ctx, folder)
        case Owner.ABSENT:
            folder.parent.mkdir(parents=True, exist_ok=True)
        case Owner.COMPLETE | Owner.FOREIGN:
            if folder.is_symlink() or not folder.is_dir() or any(folder.iterdir()):
                raise PlanInvalid(
                    _("The folder {folder} is not empty.").format(folder=folder),
                    _("Choose a new folder; nothing in this one was changed."),
                    action=Action.FOLDER,
                )
            # The installers want to make the folder themselves (conda-facts §1.1).
            folder.rmdir()


@contextmanager
def _counting_files(ctx: Context, folder: Path) -> Iterator[None]:
    """Say how many packages appear while the installer runs; it prints no progress itself."""
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(_LOOK_EVERY_SECONDS):
            ctx.journal.recognise(folder)
            done = sum(1 for _file in (folder / "conda-meta").glob("*.json"))
            ctx.report.progress(done, None, Unit.PACKAGES, _("Setting up conda’s own packages"))

    ctx.report.progress(0, None, Unit.PACKAGES, _("Unpacking"))
    watcher = threading.Thread(target=look, name="count files", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _believe_only_the_disk(ctx: Context, folder: Path, detail: str) -> None:
    """Raise CommandFailed unless conda is there and answers for this folder (failures F11)."""
    absent = [sign for sign in ctx.platform.signs_of_installation(folder) if not sign.exists()]
    if absent:
        raise CommandFailed(
            _("The installer ended, but conda is not complete: {name} is missing.").format(
                name=absent[0].name
            ),
            _("Try again. If it happens again, a virus scanner may be removing files."),
            f"{detail}\n" + "\n".join(map(str, absent)),
        )
    started = time.monotonic()
    finished = ctx.shell.run(ctx.conda.info(), timeout=_INFO_SECONDS)
    if not is_healthy(finished, folder):
        raise CommandFailed(
            _("conda was installed but does not answer."),
            _("Try again. If it happens again, choose another folder and save the report."),
            f"{detail}\n{finished.stdout[-4000:]}\n{finished.stderr}",
        )
    ctx.report.line(
        _("conda answers after {seconds} s").format(seconds=round(time.monotonic() - started, 1)),
        Stream.NOTE,
    )
