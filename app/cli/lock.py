"""`seedbed lock`: finds the exact packages of a workshop and writes them beside its file."""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.platform_arguments import named_platforms
from app.cli.texts import console, show_finding
from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.checks.workshop import difference_findings
from app.core.foreign_text import one_line
from app.core.plan import Accelerator, Workshop
from app.core.session import Session
from app.core.workshops.locking import Locked, LockFor, lock_workshop
from app.core.workshops.opening import open_workshop
from app.errors import ExitCode
from app.i18n import _, ngettext, sentences


def run(options: argparse.Namespace) -> int:
    """Lock a workshop; the exit code is that of the first platform that could not be solved."""
    session = Session.start()
    cancel = Cancel()
    opened = open_workshop(options.place, session, cancel)
    if not options.json:
        _tell(opened.workshop)

    def say(subdir: str) -> None:
        if not options.json:
            text = _("Choosing versions for {platform} …").format(platform=subdir)
            console().print(text, markup=False)

    accelerator = Accelerator(options.accelerator or Accelerator.AUTO)
    asked = LockFor(named_platforms(options.platform) or (session.subdir,), accelerator)
    locked = lock_workshop(opened, asked, session, cancel, say)
    if options.json:
        sys.stdout.write(json.dumps(_as_data(locked), ensure_ascii=False) + "\n")
    else:
        _show(locked)
    codes = [error.exit_code for error in locked.failed.values()]
    return int(codes[0] if codes else ExitCode.DONE)


def _tell(workshop: Workshop) -> None:
    """What of the workshop and its old lock will be of no effect."""
    if workshop.lock.problem:
        console().print(f"! {one_line(workshop.lock.problem)}", markup=False)
    for finding in difference_findings(workshop):
        show_finding(finding)


def _as_data(locked: Locked) -> dict[str, object]:
    return {
        "made": {
            p.subdir: {"packages": len(p.files), "wheels": len(p.wheels or ()), "bytes": p.bytes}
            for p in locked.made
        },
        "kept": [platform.subdir for platform in locked.kept],
        "failed": {subdir: error.summary for subdir, error in locked.failed.items()},
        "files": [str(file) for file in locked.files],
    }


def _show(locked: Locked) -> None:
    for platform in locked.made:
        number = len(platform.files) + len(platform.wheels or ())
        sys.stdout.write(
            ngettext(
                "{platform}: {number} package, {size}",
                "{platform}: {number} packages, {size}",
                number,
            ).format(platform=platform.subdir, number=number, size=bytes_text(platform.bytes))
            + "\n"
        )
    for platform in locked.kept:
        text = _("{platform}: as before").format(platform=platform.subdir)
        sys.stdout.write(text + "\n")
    for file in locked.files:
        sys.stdout.write(f"  {file}\n")
    for subdir, error in locked.failed.items():
        told = one_line(sentences(error.summary, error.remedy))
        console().print(f"✗ {subdir}: {told}", markup=False)
