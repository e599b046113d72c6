"""`seedbed selftest`: proves that this copy of Seedbed is whole and works on this computer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial

from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.kits.rehearsal import rehearse
from app.core.place import is_address
from app.core.selftest import children, contents
from app.core.selftest.check import Check, Result, carry_out
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import ExitCode
from app.i18n import _, labelled

PASSED, FAILED = "passed", "failed"


def run(options: argparse.Namespace) -> int:
    """Carry out all checks and tell about each; 0 only if every one of them passed."""
    session, cancel = Session.start(), Cancel()
    checks = [*_checks(session, cancel)]
    if options.deep is not None:
        if not is_address(options.deep):
            # A slip is told at once, not after minutes and as a fault of Seedbed.
            open_workshop(options.deep, session, cancel)
        work = partial(rehearse, session, cancel, options.deep)
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


def _show(result: Result) -> None:
    mark = "✓" if result.ok else "✗"
    style = "green" if result.ok else "bold red"
    out = console()
    out.print(f"[{style}]{mark}[/]", end=" ")
    text = labelled(result.title, result.detail)
    out.print(f"{text} ({result.seconds:.1f} s)", markup=False)
    if result.remedy:
        out.print(f"  {result.remedy}", markup=False)


def _print(results: Sequence[Result], passed: bool) -> None:
    data = {
        "selftest": PASSED if passed else FAILED,
        "checks": [result.to_json() for result in results],
    }
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
