"""The note in a workspace that tells where the verified installer lies in our cache.

Which installer that is, and how it came there, is the steps' business.
"""

from __future__ import annotations

from pathlib import Path

from app.core.files import jsonfile

FILE_NAME = "installer.json"


def save(installer: Path, sha256: str, workspace: Path) -> None:
    """Note where the installer is; its hash is there for a person who looks."""
    jsonfile.write(workspace / FILE_NAME, {"path": str(installer), "sha256": sha256})


def load(workspace: Path) -> Path | None:
    """Where the installer was put, which may be gone since; None where no note can be read."""
    data = jsonfile.read(workspace / FILE_NAME)
    path = data.get("path") if isinstance(data, dict) else None
    return Path(path) if path and isinstance(path, str) else None
