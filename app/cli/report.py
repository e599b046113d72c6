"""`seedbed report`: saves what a helper wants to see about a plan and its last run.

Takes the same options as `install`, so that it finds the same plan; it changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from app.cli.failure import report_of, save_and_tell
from app.cli.planning import prepared
from app.core.cancel import Cancel
from app.core.report import USUAL_NAME, report_text
from app.errors import ExitCode, PlanInvalid

_SOLVE_SECONDS = 3.0


def run(options: argparse.Namespace) -> int:
    """Save the report, or write its text to standard output."""
    known = prepared(options, Cancel(), _SOLVE_SECONDS, keep_lock=False)
    # Whether --yes was given again says nothing about the run.
    findings = tuple(found for found in known.findings if found.rule != "licence")
    unsolved = known.unsolved if isinstance(known.unsolved, PlanInvalid) else None
    report = report_of(replace(known, findings=findings), unsolved)
    if options.text:
        sys.stdout.write(report_text(report))
        return int(ExitCode.DONE)
    written = save_and_tell(options.output or Path(USUAL_NAME), report)
    sys.stdout.write(f"{written}\n")
    return int(ExitCode.DONE)
