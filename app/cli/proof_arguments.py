"""What may stand after `seedbed proof`, and the numbers that a script can go by."""

from __future__ import annotations

import argparse
from enum import IntEnum

from app.cli import commands
from app.i18n import _


class ProofExit(IntEnum):
    """How `seedbed proof` ends for a code that could be read; the first that is true counts.

    None of them is an exit code of the other commands.
    """

    GOOD = 0
    OTHER_WORKSHOP = 10
    FAILED = 11
    OTHER_PACKAGES = 12


def add_proof(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    text = _("read a proof code: what it says, and whether it is for a workshop")
    codes = _(
        "Exit codes: {good} everything works (and it is for the workshop, where one is given);"
        " {other} for another workshop; {failed} a part failed; {packages} with other packages than"
        " the workshop’s lock; 2 no code, or an altered one."
    ).format(
        good=int(ProofExit.GOOD),
        other=int(ProofExit.OTHER_WORKSHOP),
        failed=int(ProofExit.FAILED),
        packages=int(ProofExit.OTHER_PACKAGES),
    )
    sub = subparsers.add_parser("proof", help=text, description=text, epilog=codes)
    sub.set_defaults(command=commands.proof)
    sub.add_argument(
        "code", metavar="CODE", help=_("as it was shown; hyphen and case do not matter")
    )
    sub.add_argument(
        "--workshop",
        metavar="WORKSHOP",
        default="",
        help=_("workshop file or kit to compare it with, and the lock beside it"),
    )
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))
