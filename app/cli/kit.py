"""`seedbed kit make`: a workshop with every byte that it needs, in one folder."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.arrival import Arrival
from app.cli.places import absolute
from app.cli.platform_arguments import named_platforms
from app.cli.progress import TextProgress
from app.cli.signals import stopped_by_signals
from app.cli.texts import console
from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.kits.apps import apps_of_kit, without_app
from app.core.kits.ingredients import own_platforms
from app.core.kits.making import Made, Workbench, make_kit
from app.core.kits.telling import Emit
from app.core.kits.zipping import zip_kit
from app.core.plan import Accelerator
from app.core.run.events import Event, to_json
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from app.errors import ExitCode
from app.i18n import _, ngettext


def make(options: argparse.Namespace) -> int:
    """Make the kit; the exit code says how it ended."""
    session, cancel = Session.start(), Cancel()
    folder = absolute(options.to)
    with stopped_by_signals(cancel), told(options.json) as emit:
        opened = open_workshop(options.place, session, cancel, Arrival())
        subdirs = named_platforms(options.platform) or own_platforms(opened.workshop)
        asked = LockFor(subdirs, Accelerator(options.accelerator or "auto"))
        apps = _apps(options, subdirs)
        bench = Workbench(session, cancel, emit, apps)
        made = make_kit(opened, asked, folder, bench)
        archive = zip_kit(made, cancel, emit) if options.zip else None
    if options.json:
        sys.stdout.write(json.dumps(_as_data(made, archive), ensure_ascii=False) + "\n")
    else:
        _show(made, archive)
        _show_apps(made)
    return int(ExitCode.DONE)


def _apps(options: argparse.Namespace, subdirs: tuple[str, ...]) -> tuple[Path, ...]:
    """The files of Seedbed for the kit: those that were named, and others that are found."""
    if options.no_app:
        return ()
    return apps_of_kit(subdirs, tuple(map(absolute, options.app)))


def _show_apps(made: Made) -> None:
    lacking = without_app(made.manifest)
    if lacking:
        text = _("Without Seedbed itself for: {platforms}. --app FILE puts one in.")
        console().print(text.format(platforms=", ".join(lacking)), markup=False)


@contextmanager
def told(as_json: bool) -> Iterator[Emit]:
    """How events are told: drawn on the terminal, or one JSON object a line."""
    if as_json:
        yield _say_json
        return
    with TextProgress(console()) as text:
        yield text.event


def _say_json(event: Event) -> None:
    sys.stdout.write(json.dumps(to_json(event), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _as_data(made: Made, archive: Path | None) -> dict[str, object]:
    return {
        "kit": str(made.folder),
        "platforms": list(made.manifest.platforms),
        "files": len(made.manifest.files),
        "bytes": made.manifest.bytes,
        "written": list(made.written),
        "removed": list(made.removed),
        "zip": str(archive) if archive else None,
        "without_app": list(without_app(made.manifest)),
    }


def _show(made: Made, archive: Path | None) -> None:
    manifest = made.manifest
    number = len(manifest.files)
    text = ngettext(
        "The kit is complete: {number} file, {size}, for {platforms}.",
        "The kit is complete: {number} files, {size}, for {platforms}.",
        number,
    )
    size, platforms = bytes_text(manifest.bytes), ", ".join(manifest.platforms)
    sys.stdout.write(text.format(number=number, size=size, platforms=platforms) + "\n")
    changed = _("Written: {written}, removed: {removed}, the rest was there.")
    changed = changed.format(written=len(made.written), removed=len(made.removed))
    sys.stdout.write(f"{changed}\n  {made.folder}\n")
    if archive is not None:
        sys.stdout.write(f"  {archive}\n")
    hint = _("On a stick: eject it before you pull it out. To try it: seedbed kit check {folder}")
    console().print(hint.format(folder=made.folder), markup=False)
