"""`seedbed proof`: reads a proof code back, and compares it with a workshop. Changes nothing."""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.proof_arguments import ProofExit
from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.plan import Workshop
from app.core.proof.code import ProofCode, read_code
from app.core.proof.code_words import belongs_text, part_text, what_helps
from app.core.proof.coding import Belongs, belongs
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.i18n import _


def run(options: argparse.Namespace) -> int:
    """Write what the code says. Raises PlanInvalid for an altered code, and what opening a workshop
    raises."""
    code = read_code(options.code)
    found = belongs(code, _workshop(options)) if options.workshop else None
    if options.json:
        sys.stdout.write(json.dumps(_as_data(code, found)) + "\n")
    else:
        _show(code, found)
    return int(_exit(code, found))


def _workshop(options: argparse.Namespace) -> Workshop:
    workshop = open_workshop(options.workshop, Session.start(), Cancel()).workshop
    problem = workshop.lock.problem
    if problem and not options.json:
        console().print(f"! {problem}", markup=False)
    return workshop


def _as_data(code: ProofCode, found: Belongs | None) -> dict[str, object]:
    return {
        "code": code.text,
        "passed": code.passed,
        "failed": None if code.passed else code.outcome.word,
        "belongs": None if found is None else str(found),
    }


def _show(code: ProofCode, found: Belongs | None) -> None:
    if code.passed:
        text = "✓ " + _("Everything works.")
    else:
        text = "✗ " + _("This part failed: {part}").format(part=part_text(code.outcome))
    sys.stdout.write(f"{code.text}  {text}\n")
    if found is None:
        text = _("To see whether it is for your workshop, add: --workshop WORKSHOP")
        console().print(text, markup=False)
    else:
        mark = "✓" if found in (Belongs.SAME, Belongs.UNLOCKED) else "✗"
        sys.stdout.write(f"{' ' * len(code.text)}  {mark} {belongs_text(found)}\n")
        helps = what_helps(code.outcome, found)
        if helps:
            console().print(helps, markup=False)


def _exit(code: ProofCode, found: Belongs | None) -> ProofExit:
    if found is Belongs.OTHER_WORKSHOP:
        return ProofExit.OTHER_WORKSHOP
    if not code.passed:
        return ProofExit.FAILED
    return ProofExit.OTHER_PACKAGES if found is Belongs.OTHER_PACKAGES else ProofExit.GOOD
