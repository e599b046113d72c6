"""How a command ends that did not come to its own end: what was stopped, or what went wrong.

What a run says that had begun its steps is `install`'s business.
"""

from __future__ import annotations

import argparse
import json
import sys

from app.cli import commands
from app.cli.texts import console, nobody_reads, show_error
from app.core.run.events import Event, RunCancelled, RunFailed, to_json
from app.core.run.runner import as_install_error
from app.errors import ExitCode
from app.i18n import _, sentences


def tell_stopped(options: argparse.Namespace, seconds: float) -> int:
    """Say in one sentence what is true after a command was stopped; returns the exit code."""
    if _as_json(options):
        _say(RunCancelled(seconds))
    else:
        console().print(_stopped(options), markup=False)
    return int(ExitCode.CANCELLED)


def tell_error(options: argparse.Namespace, caught: Exception) -> int:
    """Make of everything a sentence with a remedy; returns the exit code."""
    from app.steps.road import PREPARING

    error = as_install_error(caught)
    show_error(error)
    if _as_json(options):
        _say(RunFailed(PREPARING, error))
    return int(error.exit_code)


def _as_json(options: argparse.Namespace) -> bool:
    return bool(getattr(options, "json", False))


def _say(event: Event) -> None:
    try:
        sys.stdout.write(json.dumps(to_json(event), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads()


def _stopped(options: argparse.Namespace) -> str:
    if options.command is commands.kit_make:
        return _kit_stopped(options)
    if options.command is commands.prepare:
        kept = _("What you answered is kept in {file}.").format(file=options.file)
        return sentences(_("Stopped."), kept if options.file.is_file() else "")
    if options.command in (commands.cache, commands.mirrors):
        return _("Stopped.")
    return _("Stopped; nothing was changed.")


def _kit_stopped(options: argparse.Namespace) -> str:
    from app.cli.places import absolute
    from app.core.kits.names import UNFINISHED

    folder = absolute(options.to)
    if (folder / UNFINISHED).is_file():
        text = _("Stopped; the kit in {folder} is not finished. The same command goes on with it.")
        return text.format(folder=folder)
    # Its zip file may have been begun.
    return _("Stopped.") if options.zip else _("Stopped; nothing was changed.")
