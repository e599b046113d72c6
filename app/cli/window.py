"""`seedbed window`, and `seedbed` alone: opens the wizard, on a workshop if one is named."""

from __future__ import annotations

import argparse
import functools

from app.cli.planning import changed
from app.core.plan import Plan
from app.core.session import Session


def run(options: argparse.Namespace) -> int:
    """Open the window and return its exit code; Qt is imported here and not before."""
    from app.gui.main import run as open_window

    session = Session.start()
    change = functools.partial(_over, options, session)
    return open_window(options.place, change)


def _over(options: argparse.Namespace, session: Session, plan: Plan) -> Plan:
    """The command line's answers over a plan; consent is still asked for in the window."""
    return changed(plan, options, session)
