"""Stops a process with everything that it started; starting programs is the shell's business."""

from __future__ import annotations

from contextlib import suppress

import psutil

GRACE_SECONDS = 5.0
_FORCED_ATTEMPTS = 5


def stop_tree(pid: int) -> None:
    """Stop a process and all its descendants: asked first, after a few seconds by force.

    A parent that starts new children while it is being stopped is followed until none is left.
    """
    try:
        parent = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return
    family = [parent, *_descendants(parent)]
    _each(family, "terminate")
    _gone, alive = psutil.wait_procs(family, timeout=GRACE_SECONDS)
    for _attempt in range(_FORCED_ATTEMPTS):
        if not alive:
            return
        alive += [child for member in alive for child in _descendants(member)]
        _each(alive, "kill")
        _gone, alive = psutil.wait_procs(alive, timeout=1)


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _each(family: list[psutil.Process], verb: str) -> None:
    for member in family:
        with suppress(psutil.Error):
            getattr(member, verb)()
