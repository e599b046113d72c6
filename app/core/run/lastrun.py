"""How long the last finished run took, kept beside its proof."""

from __future__ import annotations

from pathlib import Path

from app.core.files import jsonfile

_NAME = "last_run.json"


def keep_seconds(workspace: Path, seconds: float) -> None:
    """Remember the length of a run that was done."""
    jsonfile.write(workspace / _NAME, {"seconds": round(seconds, 1)})


def seconds_of(workspace: Path) -> float | None:
    """The length of the last run that was done, in seconds; None if there was none."""
    data = jsonfile.read(workspace / _NAME)
    value = data.get("seconds") if isinstance(data, dict) else None
    return value if isinstance(value, float | int) else None
