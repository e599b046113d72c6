"""A message for a person who sees no terminal, where our own window cannot open."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress

from app.core.cancel import Cancel
from app.core.shell import Shell
from app.errors import CommandFailed
from app.platforms import current
from app.platforms.base import Command

# Closed by OK, by its cross or by Esc; more, or a signal, is a program that could not show it.
_SHOWN = (0, 1)


def show_natively(commands: Sequence[Command]) -> bool:
    """Let the first program that is there and works show it, and wait until it is closed; False
    where none could."""
    shell = Shell(current(), Cancel())
    for command in commands:
        if shutil.which(command.arguments[0]) is None:
            continue
        with suppress(CommandFailed):
            if shell.run(command).returncode in _SHOWN:
                return True
    return False
