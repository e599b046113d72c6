"""The command line: the same plan, checks and run as the window, in text.

Results go to standard output, everything else to standard error. No decision is made here that
the window does not share.
"""

from __future__ import annotations

import os
import sys

from app.cli.arguments import parser
from app.cli.texts import show_error
from app.core.runner import as_install_error
from app.errors import ExitCode
from app.i18n import set_language, system_language


def run(arguments: list[str]) -> int:
    """Carry out one command line and return the exit code."""
    set_language(system_language())
    options = parser().parse_args(arguments or ["window"])
    if options.language:
        set_language(options.language)
    try:
        return int(options.command(options))
    except KeyboardInterrupt:
        return int(ExitCode.CANCELLED)
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    except Exception as caught:  # the last door: everything becomes a sentence with a remedy
        error = as_install_error(caught)
        show_error(error)
        return int(error.exit_code)
