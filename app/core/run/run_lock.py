"""The lock that a run holds on its workspace: one run at a time, and others can see it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_NAME = "run.lock"


def run_lock(workspace: Path) -> FileLock:
    """The lock of a workspace; raises Timeout at once where another run holds it."""
    return FileLock(workspace / _NAME, timeout=0)


def is_running(workspace: Path) -> bool:
    """Whether a run is at work in this workspace at this moment."""
    if not (workspace / _NAME).exists():
        return False
    lock = run_lock(workspace)
    try:
        with suppress(OSError), lock:
            return False
    except Timeout:
        return True
    return True  # it cannot be asked: better to take it for one
