"""Files and texts on their way into a kit: written only where they differ, never half."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from app.core.cancel import Cancel
from app.core.files import jsonfile
from app.core.files.disk_trouble import writing

_CHUNK = 1 << 20


def hash_of(path: Path, cancel: Cancel, algorithm: str = "sha256") -> str:
    """The SHA-256 of a file, or another hash. Raises OSError, Cancelled."""
    found = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            cancel.check()
            found.update(chunk)
    return found.hexdigest()


def hash_of_text(text: str) -> str:
    """The SHA-256 of a text as `write_text` writes it."""
    return hashlib.sha256(text.encode()).hexdigest()


def copy_file(source: Path, target: Path, cancel: Cancel) -> str:
    """Copy a file unless the same is there; returns its SHA-256. Raises PlanInvalid, NoSpace,
    Cancelled."""
    with writing(target):
        wanted = hash_of(source, cancel)
        if target.is_file() and hash_of(target, cancel) == wanted:
            return wanted
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.arriving")
        found = hashlib.sha256()
        with source.open("rb") as reader, beside.open("wb") as writer:
            while chunk := reader.read(_CHUNK):
                cancel.check()
                found.update(chunk)
                writer.write(chunk)
        os.replace(beside, target)  # noqa: PTH105 - both are paths of ours
    return found.hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text unless it stands there already. Raises PlanInvalid, NoSpace."""
    with writing(path):
        if not path.is_file() or path.read_bytes() != text.encode():
            jsonfile.write_text(path, text)
