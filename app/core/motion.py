"""Whether the person wants no motion: our own variable, else what the system is set to.

What is then shown still is the window's business.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from app.core.shell import Shell
from app.errors import CommandFailed
from app.platforms.base import Platform

VARIABLE = "SEEDBED_REDUCED_MOTION"
_SECONDS = 3.0
_NO = ("", "0", "false", "no")


def wants_no_motion(
    platform: Platform, shell: Shell, home: Path, environ: Mapping[str, str]
) -> bool:
    """Whether nothing shall move by itself. Raises Cancelled; a system that cannot be asked wants
    motion."""
    own = environ.get(VARIABLE)
    if own is not None:
        return own.strip().lower() not in _NO
    try:
        return platform.reduced_motion(_answer(platform, shell, environ), home, environ)
    except OSError:
        return False


def _answer(platform: Platform, shell: Shell, environ: Mapping[str, str]) -> str:
    question = platform.motion_question()
    if question is None or shutil.which(question.arguments[0], path=environ.get("PATH")) is None:
        return ""
    try:
        finished = shell.run(question, timeout=_SECONDS)
    except CommandFailed:
        return ""
    return finished.stdout if finished.returncode == 0 else ""
