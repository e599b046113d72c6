"""Finds what a removed conda left in shell files and in the AutoRun command (failures F17).

Only entries that point to nothing are reported; nothing is ever changed.
"""

from __future__ import annotations

import re
from pathlib import Path

from app.core.machine.facts import Setting
from app.platforms.base import Platform

DEAD_BLOCK = "conda initialize"
DEAD_AUTORUN = "AutoRun"
_BLOCK = re.compile(
    r"(?:# >>> conda initialize >>>|#region conda initialize)(?P<body>.*?)"
    r"(?:# <<< conda initialize <<<|#endregion)",
    re.DOTALL,
)
_PROGRAM = re.compile(
    r"[\"'(]?(?P<path>(?:/|[A-Za-z]:[\\/])[^\"'()\n]*?[\\/](?:bin|Scripts|condabin)[\\/]conda(?:\.exe)?)\b"
)
_HOOK = re.compile(r"[A-Za-z]:\\[^\"&|]*?conda_hook\.bat", re.IGNORECASE)
_MAX_BYTES = 1024 * 1024


def dead_blocks(path: Path) -> tuple[Setting, ...]:
    """The blocks of `conda init` in a shell file whose conda is not there any more."""
    try:
        text = path.read_bytes()[:_MAX_BYTES].decode("utf-8", "replace")
    except (OSError, ValueError):
        return ()
    programs = (programs_in(found["body"]) for found in _BLOCK.finditer(text))
    return tuple(
        Setting(DEAD_BLOCK, names[0], str(path))
        for names in programs
        if names and not any(_exists(name) for name in names)
    )


def programs_in(body: str) -> tuple[str, ...]:
    """The conda programs that a block would start."""
    return tuple(dict.fromkeys(found["path"] for found in _PROGRAM.finditer(body)))


def dead_autorun(platform: Platform) -> tuple[Setting, ...]:
    """The part of cmd's AutoRun command that starts a conda which is not there any more."""
    try:
        command = platform.autorun()
    except OSError:
        return ()
    hooks = _HOOK.findall(command)
    return tuple(Setting(DEAD_AUTORUN, hook, "registry") for hook in hooks if not _exists(hook))


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
