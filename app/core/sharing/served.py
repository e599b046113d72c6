"""The files of a kit that may be handed out: those that its manifest names, and the manifest.

Files are found by looking their path up in the manifest and in no other way, so there is no path
that could lead out of the kit.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.core.cancel import Cancel
from app.core.kits import names
from app.core.kits.checking import manifest_of
from app.core.plan import Workshop
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import InstallError, PlanInvalid
from app.i18n import _

# As they should be on every computer, whatever its own list says.
_TYPES = {
    ".conda": "application/octet-stream",
    ".bz2": "application/x-bzip2",
    ".zst": "application/zstd",
    ".json": "application/json",
    ".toml": "application/toml",
    ".sh": "application/octet-stream",
    ".exe": "application/octet-stream",
    ".pkg": "application/octet-stream",
    ".whl": "application/octet-stream",
    ".ipynb": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/plain",
}
_TEXT = ("text/", "application/json", "application/toml")
_ANY = "application/octet-stream"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class ServedFile:
    """One file that may be handed out. `mark` changes with its bytes, `modified` is in seconds."""

    path: str
    size: int
    mark: str
    modified: float
    kind: str


@dataclass(frozen=True, slots=True)
class ServedKit:
    """A finished kit in a folder, all of whose files are there."""

    folder: Path
    workshop: Workshop
    files: dict[str, ServedFile]

    @property
    def title(self) -> str:
        """What people call it."""
        return self.workshop.title or self.workshop.environment

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.size for file in self.files.values())

    def open(self, file: ServedFile) -> BinaryIO:
        """Open one of its files. Raises OSError or PlanInvalid where it is not what it was."""
        place = names.inside(self.folder, file.path)
        handle = os.fdopen(os.open(place, os.O_RDONLY | _NO_LINK), "rb", buffering=0)
        status = os.fstat(handle.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
            handle.close()
            raise OSError(f"{file.path} was changed")
        return handle


def open_kit(folder: Path, session: Session, cancel: Cancel) -> ServedKit:
    """The kit in `folder`, ready to be handed out.

    Raises PlanInvalid where that is none, one that is not finished, or one with files missing.
    """
    manifest = manifest_of(folder)
    files = {}
    for entry in manifest.files:
        cancel.check()
        files[entry.path] = _served(folder, entry.path, entry.size, entry.sha256)
    place = folder / names.MANIFEST
    mark = hashlib.sha256(place.read_bytes()).hexdigest()
    size = place.stat().st_size
    files[names.MANIFEST] = _served(folder, names.MANIFEST, size, mark)
    return ServedKit(folder, open_workshop(str(folder), session, cancel).workshop, files)


def _served(folder: Path, path: str, size: int, mark: str) -> ServedFile:
    try:
        status = names.inside(folder, path).lstat()
    except OSError as error:
        raise _incomplete(path, folder) from error
    except InstallError as error:  # a link
        raise _incomplete(path, folder) from error
    if not stat.S_ISREG(status.st_mode) or status.st_size != size:
        raise _incomplete(path, folder)
    return ServedFile(path, size, mark, int(status.st_mtime), kind_of(path))


def kind_of(path: str) -> str:
    """The content type of a file."""
    ending = Path(path).suffix.lower()
    kind = _TYPES.get(ending) or mimetypes.guess_type(path)[0] or _ANY
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind


def _incomplete(path: str, folder: Path) -> PlanInvalid:
    return PlanInvalid(
        _("The kit is not complete: {path} is missing or was changed.").format(path=path),
        _("Look at it with “seedbed kit check {folder}”, and make it again.").format(folder=folder),
    )
