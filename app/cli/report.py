"""`seedbed report`: saves what a helper wants to see about the last run, or about a plan.

Takes the same options as `install`: with any of them it is about the plan that they describe and
the last run of that one. It changes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from app.cli.failure import report_of, save_and_tell
from app.cli.planning import Prepared, looked_at, nothing_known, prepared
from app.core.cancel import Cancel
from app.core.report import USUAL_NAME, Report, report_text
from app.core.run.lastplan import newest_workspace, plan_of
from app.core.session import Session
from app.errors import ExitCode, InstallError, PlanInvalid
from app.i18n import _

_SOLVE_SECONDS = 3.0
# What says how and where to tell it, and nothing about a plan.
_NO_PLAN = frozenset(
    {"output", "text", "json", "language", "yes", "command", "open_window"},
)


def run(options: argparse.Namespace) -> int:
    """Save the report, or write its text to standard output."""
    named = any(value for name, value in vars(options).items() if name not in _NO_PLAN)
    report = _of_plan(options) if named else _of_last_run()
    if options.text:
        text = report_text(report)
        sys.stdout.write(json.dumps({"text": text}) + "\n" if options.json else text)
        return int(ExitCode.DONE)
    written = save_and_tell(options.output or Path(USUAL_NAME), report)
    result = json.dumps({"report": str(written)}) if options.json else str(written)
    sys.stdout.write(f"{result}\n")
    return int(ExitCode.DONE)


def _of_plan(options: argparse.Namespace) -> Report:
    known = prepared(options, Cancel(), _SOLVE_SECONDS, keep_lock=False)
    unsolved = known.unsolved if isinstance(known.unsolved, PlanInvalid) else None
    return report_of(_without_licence(known), unsolved)


def _of_last_run() -> Report:
    """How it failed is in its log. Raises PlanInvalid where there was no run."""
    workspace = newest_workspace()
    if workspace is None:
        raise PlanInvalid(
            _("Nothing was run here yet, so there is no last run to report about."),
            _("For a report about a plan, name it as for “install”: seedbed report WORKSHOP"),
        )
    session, known = Session.start(), nothing_known()
    plan = plan_of(workspace, session)
    if plan is not None:
        try:
            known = looked_at(session, plan, Cancel(), _SOLVE_SECONDS, keep_lock=False)
        except InstallError:  # its workshop is out of reach by now: the log says what it can
            known = replace(known, plan=plan)
    return replace(report_of(_without_licence(known)), workspace=workspace)


def _without_licence(known: Prepared) -> Prepared:
    """Whether --yes was given again says nothing about the run."""
    findings = tuple(found for found in known.findings if found.rule != "licence")
    return replace(known, findings=findings)
