"""The command line: the same plan, checks and run as the window, in text.

Results go to standard output, everything else to standard error. No decision is made here that
the window does not share.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from app.core.window_start import WindowStart
from app.errors import Cancelled, ExitCode
from app.i18n import set_language, system_language

_LANGUAGE = "--language"
_WINDOW = "window"

OpenWindow = Callable[[WindowStart], int]


def run(arguments: list[str], open_window: OpenWindow) -> int:
    """Carry out one command line and return the exit code.

    `open_window` opens the wizard as the command line asks for it.
    """
    from app.cli.argparse_words import translate_argparse
    from app.cli.arguments import parser

    set_language(_asked_language(arguments) or system_language(settings=_languages()))
    translate_argparse()
    options = parser().parse_args(_with_command(arguments))
    options.open_window = open_window
    return _carry_out(options)


def _carry_out(options: Namespace) -> int:
    """The last door: whatever comes of a command becomes an exit code, with a sentence."""
    from app.cli import commands
    from app.cli.signals import interrupted_by_signals

    started = time.monotonic()
    # The window has its own way to end.
    signals = nullcontext() if options.command is commands.window else interrupted_by_signals()
    try:
        with signals:
            return int(options.command(options))
    except (KeyboardInterrupt, Cancelled):
        from app.cli.ending import tell_stopped

        return tell_stopped(options, time.monotonic() - started)
    except BrokenPipeError:
        from app.cli.texts import nobody_reads

        nobody_reads()
        return int(ExitCode.DONE)
    except Exception as caught:
        from app.cli.dead_terminal import leave_dead_terminal
        from app.cli.ending import tell_error

        if isinstance(caught, OSError) and leave_dead_terminal():
            return int(ExitCode.CANCELLED)  # nobody is left who could be told anything
        return tell_error(options, caught)


def _with_command(arguments: list[str]) -> list[str]:
    """Without a command the window is meant, whatever is said about its language."""
    rest, asked = list(arguments), _asked_language(arguments)
    if asked and rest[0] == _LANGUAGE:
        rest = rest[2:]
    elif asked and rest[0].startswith(f"{_LANGUAGE}="):
        rest = rest[1:]
    return arguments if rest else [*arguments, _WINDOW]


def _asked_language(arguments: list[str]) -> str:
    """The language that is asked for; "" for none. Help and complaints are written while the
    arguments are read, so it must be known before."""
    for number, argument in enumerate(arguments, 1):
        name, _equals, value = argument.partition("=")
        if name == _LANGUAGE:
            return value or "".join(arguments[number : number + 1])
    return ""


def _languages() -> tuple[str, ...]:
    """What the system's settings say; a program that was double-clicked may have no LANG."""
    from app.platforms import current

    try:
        return current().languages(Path.home())
    except (OSError, RuntimeError):  # settings that cannot be read; no home folder
        return ()
