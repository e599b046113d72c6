"""`seedbed steps`: the steps of a plan, what each comes after or works beside. Changes nothing."""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.planning import plan_from
from app.core.cancel import Cancel
from app.core.foreign_text import one_line
from app.core.run.step import Step
from app.core.session import Session
from app.errors import ExitCode
from app.i18n import _, listing
from app.steps import all_steps


def run(options: argparse.Namespace) -> int:
    """Print one line per step, in the order in which they are shown."""
    plan_from(options, Session.start(), Cancel())  # a plan that cannot be read has no steps
    for step in all_steps():
        if options.json:
            data = {
                "step": step.name,
                "title": step.title,
                "after": step.after,
                "beside": step.beside,
            }
            sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{step.name}: {one_line(step.title)}{_order(step)}\n")
    return int(ExitCode.DONE)


def _order(step: Step) -> str:
    words = []
    if step.after:
        words.append(_("after {steps}").format(steps=listing(step.after)))
    if step.beside:
        words.append(_("beside {steps}").format(steps=listing(step.beside)))
    return f"  ({'; '.join(words)})" if words else ""
