"""`seedbed window`, and `seedbed` alone: opens the wizard, on a workshop if one is named."""

from __future__ import annotations

import argparse
import functools
import time
from typing import TYPE_CHECKING

from app.core.preferences import Preferences
from app.core.window_start import WindowStart

if TYPE_CHECKING:
    from app.core.plan import Plan

# What says where to look and how, and answers nothing that a page asks.
_NO_ANSWERS = frozenset({"place", "language", "theme", "json", "command", "open_window"})


def run(options: argparse.Namespace) -> int:
    """Open the window and return its exit code.

    How to open it comes from `__main__`, so that the command line does not know Qt. If an
    environment was proven meanwhile, the proof is printed as by `seedbed install`.
    """
    started = time.time()
    start = WindowStart(
        place=options.place,
        change=functools.partial(_over, options),
        wish=Preferences(options.language, options.theme),
        own=_has_answers(options),
    )
    code: int = options.open_window(start)
    from app.cli.result import print_result, workspace_finished_since

    workspace = workspace_finished_since(started)
    if workspace is not None:
        print_result(workspace)
    return code


def _has_answers(options: argparse.Namespace) -> bool:
    return any(value for name, value in vars(options).items() if name not in _NO_ANSWERS)


def _over(options: argparse.Namespace, plan: Plan) -> Plan:
    """The command line's answers over a plan; consent is still asked for in the window.

    What knows plans is loaded only now: the window is painted before it.
    """
    from app.cli.planning import changed
    from app.core.session import Session

    return changed(plan, options, Session.start())
