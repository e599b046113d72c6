"""Small JSON files of our own that survive a crash: written whole beside, then put in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def write_text(path: Path, text: str) -> None:
    """Replace `path` by `text` so that a reader sees the old or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name, so that what a killed run left there is replaced by the next one.
    beside = path.with_name(f"{path.name}.seedbed-new")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write(path: Path, data: Any) -> None:
    """Replace `path` by `data` as readable JSON."""
    import json  # not at the top: most starts find no such file, and have no time to lose

    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def read(path: Path) -> Any:
    """The data in `path`, or None where there is no readable file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    import json

    try:
        return json.loads(text)
    except ValueError:
        return None
