"""`seedbed selftest`: proves that this copy of Seedbed is whole and works on this computer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.machine.facts import Machine
from app.core.machine.folder import safe_folder
from app.core.removal import remove
from app.core.selftest import children, contents
from app.core.selftest.check import Check, Result, carry_out
from app.core.session import Session
from app.errors import CommandFailed, ExitCode
from app.i18n import _
from app.paths import HOME_VARIABLE, own_command
from app.platforms.base import Command

PASSED, FAILED = "passed", "failed"


def run(options: argparse.Namespace) -> int:
    """Carry out all checks and tell about each; 0 only if every one of them passed."""
    session, cancel = Session.start(), Cancel()
    checks = [*_checks(session, cancel)]
    if options.deep is not None:
        work = partial(_whole_road, session, cancel, options.deep)
        checks.append(Check("deep", _("The whole installation"), work))
    results = []
    for result in carry_out(checks):
        results.append(result)
        if not options.json:
            _show(result)
    passed = all(result.ok for result in results)
    if options.json:
        _print(results, passed)
    return int(ExitCode.DONE if passed else ExitCode.BUG)


def _checks(session: Session, cancel: Cancel) -> Iterator[Check]:
    yield Check("folders", _("Seedbed’s folders"), contents.folders)
    yield Check("resources", _("Seedbed’s own files"), contents.resources)
    yield Check("translations", _("Languages"), contents.translations)
    family = session.platform.family
    yield Check("certificates", _("Certificates"), partial(contents.certificates, family))
    for name, title, work in (
        ("solver", _("The solver"), children.solver),
        ("children", _("Child processes"), children.process_tree),
        ("window", _("The window"), children.window),
    ):
        yield Check(name, title, partial(work, session, cancel))


def _whole_road(session: Session, cancel: Cancel, kit: str) -> str:
    """Install from a kit into a folder of its own, prove it, and remove it again."""
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
        *("--materials-to", str(folder / "materials"), "--json"),
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


def _show(result: Result) -> None:
    mark = "✓" if result.ok else "✗"
    style = "green" if result.ok else "bold red"
    out = console()
    out.print(f"[{style}]{mark}[/]", end=" ")
    out.print(f"{result.title}: {result.detail} ({result.seconds:.1f} s)", markup=False)
    if result.remedy:
        out.print(f"  {result.remedy}", markup=False)


def _print(results: Sequence[Result], passed: bool) -> None:
    data = {
        "selftest": PASSED if passed else FAILED,
        "checks": [result.to_json() for result in results],
    }
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
