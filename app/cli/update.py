"""`seedbed update`: tells whether a newer Seedbed is announced, and where. Replaces nothing."""

from __future__ import annotations

import argparse
import json
import sys

from app import __version__
from app.core.cancel import Cancel
from app.core.session import Session
from app.core.updates.latest import look
from app.core.updates.words import announced_text
from app.errors import ExitCode


def run(options: argparse.Namespace) -> int:
    """Ask, and write the answer; 0 whether or not there is a newer one."""
    Session.start()  # sees to certificates
    found = look(Cancel())
    if options.json:
        data = {"own": __version__, "version": found.version, "newer": found.newer}
        sys.stdout.write(json.dumps({**data, "link": found.link}) + "\n")
    else:
        text = announced_text(found)
        sys.stdout.write(f"{text}\n{found.link}\n" if found.newer else f"{text}\n")
    return int(ExitCode.DONE)
