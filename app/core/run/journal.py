"""What we have begun and finished around one conda installation, so that a crash loses nothing.

Journal first, marker last: a folder is entered before it is made and marked when it is complete.
Only folders that the journal calls unfinished are ever removed (failures F03).
"""

from __future__ import annotations

import errno
import threading
import uuid
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from app.core.files import jsonfile
from app.core.files.removal import TOKEN_NAME, put_aside_or_remove
from app.core.processes.process_tree import stop_tree

FILE_NAME = "journal.json"


class Owner(StrEnum):
    """Whose a folder is: nobody's yet, ours and unfinished, ours and complete, someone else's."""

    ABSENT = "absent"
    UNFINISHED = "unfinished"
    COMPLETE = "complete"
    FOREIGN = "foreign"


class Journal:
    """The journal file of one workspace; every change is on disk before it is acted on."""

    def __init__(self, workspace: Path) -> None:
        self._path = workspace / FILE_NAME
        self._lock = threading.Lock()
        stored = jsonfile.read(self._path)
        data = stored if isinstance(stored, dict) else {}
        self._folders: dict[str, str] = _entries(data.get("folders"), str)
        self._children: dict[str, float] = _entries(data.get("children"), float)

    def folders(self) -> tuple[Path, ...]:
        """All folders that were ever entered and not removed by us, whatever became of them."""
        return tuple(map(Path, self._folders))

    def owner(self, folder: Path) -> Owner:
        """Whose `folder` is, by what is on the disk and in the journal."""
        state, _colon, token = self._folders.get(str(folder), "").partition(":")
        try:
            if not folder.exists() and not folder.is_symlink():
                return Owner.ABSENT
        except OSError as error:  # what we may not even look at is not ours
            return Owner.ABSENT if error.errno == errno.ENAMETOOLONG else Owner.FOREIGN
        if token and _token_in(folder) != token:
            # Ours was removed, and somebody has made another folder in its place.
            return Owner.FOREIGN
        match state:
            case "begun":
                return Owner.UNFINISHED
            case "complete":
                return Owner.COMPLETE
            case _:
                return Owner.FOREIGN

    def begin(self, folder: Path) -> None:
        """Enter a folder that is about to be made. Raises ValueError if it is someone else's."""
        if self.owner(folder) is Owner.FOREIGN:
            raise ValueError(f"not ours: {folder}")
        self._enter(folder, "begun")

    def recognise(self, folder: Path) -> None:
        """Leave a token in a begun folder as soon as something is in it.

        From then on it cannot be mistaken for another one at the same place. An installer wants
        to find no folder, or an empty one, so this waits until it has begun (conda-facts §1).
        """
        if self._folders.get(str(folder)) == "begun" and _has_entries(folder):
            token = _put_token(folder)
            if token:
                self._enter(folder, f"begun:{token}")

    def complete(self, folder: Path) -> None:
        """Mark a folder as complete."""
        token = _token_in(folder) or (_put_token(folder) if folder.is_dir() else "")
        self._enter(folder, f"complete:{token}")

    def _enter(self, folder: Path, state: str) -> None:
        with self._lock:
            self._folders[str(folder)] = state
            self._save()

    def remove_unfinished(self, folder: Path) -> Path | None:
        """Remove a folder that we began and never completed; anything else is left alone.

        Returns where it was put if it also held files that are not conda's: then nothing of it
        was deleted.
        """
        owner = self.owner(folder)
        if owner not in (Owner.UNFINISHED, Owner.ABSENT):
            return None
        # Also forgotten where nothing was made: what appears there later is not ours.
        kept = put_aside_or_remove(folder) if owner is Owner.UNFINISHED else None
        with self._lock:
            self._folders.pop(str(folder), None)
            self._save()
        return kept

    def note_child(self, pid: int, alive: bool) -> None:
        """Remember a running child, or forget one that ended."""
        with self._lock:
            if alive:
                self._children[str(pid)] = _started(pid)
            else:
                self._children.pop(str(pid), None)
            self._save()

    def stop_orphans(self) -> int:
        """Stop children that a killed run left behind; returns how many there were.

        A process counts only if its start time is the noted one: process ids are reused.
        """
        with self._lock:
            noted, self._children = self._children, {}
            if noted:
                self._save()
        known = {int(pid): start for pid, start in noted.items() if pid.isdecimal()}
        orphans = [pid for pid, start in known.items() if start and _started(pid) == start]
        for pid in orphans:
            stop_tree(pid)
        return len(orphans)

    def _save(self) -> None:
        jsonfile.write(self._path, {"folders": self._folders, "children": self._children})


def _entries(data: object, kind: type) -> dict[str, Any]:
    """The entries that have the right type: a damaged file must not stop anything."""
    if not isinstance(data, dict):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, kind)}


def _has_entries(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _put_token(folder: Path) -> str:
    """Write a new token; "" where that is not possible, then the path alone must do."""
    token = uuid.uuid4().hex
    try:
        (folder / TOKEN_NAME).write_text(token, encoding="utf-8")
    except OSError:
        return ""
    return token


def _token_in(folder: Path) -> str:
    try:
        return (folder / TOKEN_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _started(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0
