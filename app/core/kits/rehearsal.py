"""The whole road for real, into a folder that is thrown away afterwards: install, prove, remove."""

from __future__ import annotations

from pathlib import Path

from app.core.cancel import Cancel
from app.core.files.removal import remove
from app.core.machine.facts import Machine
from app.core.machine.folder import safe_folder
from app.core.session import Session
from app.errors import CommandFailed
from app.i18n import _
from app.paths import HOME_VARIABLE, own_command
from app.platforms.base import Command


def rehearse(session: Session, cancel: Cancel, kit: str) -> str:
    """Install from a kit into a folder of its own, prove it, and remove it again; returns the
    kit's name. Raises CommandFailed, Cancelled."""
    machine = Machine(family=session.platform.family, home=str(session.home))
    folder = safe_folder("seedbed-selftest", machine, session.platform, session.environ)
    if folder.exists():
        raise CommandFailed(
            _("{folder} is in the way.").format(folder=folder),
            _("Remove it: it is left from an earlier self-test."),
        )
    conda, notes = folder / "conda", folder / "seedbed"
    command, place = own_command(
        *("install", kit, "--to", str(conda), "--yes", "--no-launchers", "--no-lessons"),
        # Where it is put for a trial is not the workshop's author's business.
        *("--materials-to", str(folder / "materials"), "--unlock", "--json"),
    )
    try:
        ended = session.shell(cancel).run(
            Command(command, environment={HOME_VARIABLE: str(notes)}), cwd=place
        )
    finally:
        if folder.exists():
            remove(folder)
    if ended.returncode:
        raise CommandFailed(
            _("The installation failed."), "", ended.stdout[-2000:] + ended.stderr[-2000:]
        )
    return str(Path(kit).name)
