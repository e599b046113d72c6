"""Writes the index of a kit's channel, which conda, mamba and Seedbed's own solver read.

The records are what the archives say of themselves; py-rattler reads them, in its child process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.core.cancel import Cancel
from app.core.files.removal import remove
from app.core.kits import names
from app.core.packages.solve import RattlerSolver
from app.core.session import Session

INDEXES = ("repodata.json", "repodata.json.zst")
_SCRATCH = ".tmp"

# For each file of the channel ("linux-64/name.conda") its SHA-256.
Archives = Mapping[str, str]


def index_paths(subdirs: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of the indexes in a kit for these platforms."""
    folders = dict.fromkeys((*subdirs, "noarch"))
    return tuple(f"{names.CHANNEL}/{folder}/{index}" for folder in folders for index in INDEXES)


def write_indexes(kit: Path, session: Session, cancel: Cancel) -> None:
    """Index the channel of a kit anew. Raises CommandFailed, Cancelled."""
    channel = kit / names.CHANNEL
    solver = RattlerSolver(session.shell(cancel), session.cache)
    try:
        solver.ask({"task": "index", "folder": str(channel), "subdir": ""})
    finally:
        if (channel / _SCRATCH).is_dir():
            remove(channel / _SCRATCH)


def is_indexed(kit: Path, archives: Archives, subdirs: tuple[str, ...]) -> bool:
    """Whether the indexes that are there name exactly these archives."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys((*subdirs, "noarch")):
        place = kit / names.CHANNEL / folder
        if not all((place / index).is_file() for index in INDEXES):
            return False
        try:
            data = json.loads((place / INDEXES[0]).read_bytes())
            records = {**data["packages"], **data["packages.conda"]}
            found |= {f"{folder}/{name}": entry["sha256"] for name, entry in records.items()}
        except (ValueError, KeyError, TypeError, RecursionError, OSError):
            return False
    return found == dict(archives)
