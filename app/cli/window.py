"""`seedbed window`, and `seedbed` alone: opens the wizard, on a workshop if one is named."""

from __future__ import annotations

import argparse
import functools
import time

from app.cli.planning import changed
from app.cli.result import print_result, workspace_finished_since
from app.core.plan import Plan
from app.core.preferences import Preferences
from app.core.session import Session


def run(options: argparse.Namespace) -> int:
    """Open the window and return its exit code.

    How to open it comes from `__main__`, so that the command line does not know Qt. If an
    environment was proven meanwhile, the proof is printed as by `seedbed install`.
    """
    session = Session.start()
    started = time.time()
    wish = Preferences(options.language, options.theme)
    change = functools.partial(_over, options, session)
    code: int = options.open_window(options.place, change, wish)
    workspace = workspace_finished_since(started)
    if workspace is not None:
        print_result(workspace)
    return code


def _over(options: argparse.Namespace, session: Session, plan: Plan) -> Plan:
    """The command line's answers over a plan; consent is still asked for in the window."""
    return changed(plan, options, session)
