"""`seedbed check`: machine, findings and the plan in words. Changes nothing."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from dataclasses import asdict, replace

from app.cli.planning import Prepared, prepared
from app.cli.texts import finding_text, row_text
from app.core.cancel import Cancel
from app.core.describe import describe
from app.core.finding import Finding, Level, worst
from app.core.machine import facts as machines
from app.core.machine.check_machine import rows
from app.core.packages.sizes import Sizes
from app.core.solving import find_lock, solving_finding, wish_here
from app.errors import Cancelled, ExitCode, InstallError
from app.i18n import _

_SOLVE_SECONDS = 30.0


def run(options: argparse.Namespace) -> int:
    """Print what is known; the exit code says whether the plan could be carried out."""
    # A person who only looks has not been asked about the licence yet.
    looking = argparse.Namespace(**{**vars(options), "yes": True})
    known = prepared(looking, Cancel())
    known = replace(known, findings=(*known.findings, *_of_solving(known)))
    sentences = describe(known.plan, known.session, known.catalog, Sizes())
    text = _as_json(known, sentences) if options.json else _as_text(known, sentences)
    sys.stdout.write(text + "\n")
    return int(ExitCode.PLAN if worst(known.findings) is Level.STOP else ExitCode.DONE)


def _of_solving(known: Prepared) -> tuple[Finding, ...]:
    """What the channels say to the plan, if they answer in time."""
    wish = wish_here(known.plan, known.session, known.machine)
    if wish is None:
        return ()
    enough = Cancel()
    clock = threading.Timer(_SOLVE_SECONDS, enough.set)
    clock.daemon = True
    clock.start()
    try:
        find_lock(known.plan, known.session, wish, enough)
    except Cancelled:
        return ()
    except InstallError as error:
        return (solving_finding(error),)
    finally:
        clock.cancel()
    return ()


def _as_json(known: Prepared, sentences: tuple[str, ...]) -> str:
    data = {
        "machine": machines.to_data(known.machine),
        "findings": [asdict(finding) for finding in known.findings],
        "description": sentences,
    }
    return json.dumps(data, ensure_ascii=False, default=str)


def _as_text(known: Prepared, sentences: tuple[str, ...]) -> str:
    about_plan = [item for item in known.findings if not item.field.startswith("machine.")]
    parts = [
        _("Your computer"),
        *(f"  {row_text(row)}" for row in rows(known.machine)),
        "",
        _("The plan"),
        *(f"  {sentence}" for sentence in sentences),
    ]
    if about_plan:
        parts += ["", _("Findings"), *(f"  {finding_text(item)}" for item in about_plan)]
    return "\n".join(parts)
