"""Small real programs for tests: shell scripts that stand first on PATH."""

from __future__ import annotations

from pathlib import Path


def program(folder: Path, name: str, body: str) -> Path:
    """An executable shell script called `name` in `folder`; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path
