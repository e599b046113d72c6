"""A file that is not all there yet: named by its hash, hashed as it grows, kept when we are killed.

It knows nothing of servers; what to do about a wrong hash is the transfer's business.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.network.file_to_fetch import FileToFetch, Say
from app.errors import InstallError
from app.i18n import _

if TYPE_CHECKING:
    from io import FileIO

    from filelock import BaseFileLock

_CHUNK = 1 << 20
_SMALL = 256 * 1024
_REPLACE_TRIES = 8


def new_hash(algorithm: str) -> hashlib._Hash:
    """A hash object for "sha256" or "md5"; md5 only because some locks know nothing better."""
    return hashlib.new(algorithm, usedforsecurity=False)


def partial_path(folder: Path, file: FileToFetch) -> Path:
    """Where the bytes of `file` wait in `folder` until they are all there."""
    algorithm, value = file.digest
    return folder / f"{algorithm}-{value}.partial"


def is_genuine(path: Path, file: FileToFetch, cancel: Cancel) -> bool:
    """Whether `path` exists with the size and hash of `file`; raises Cancelled."""
    try:
        if file.size is not None and path.stat().st_size != file.size:
            return False
        with path.open("rb") as handle:
            algorithm, value = file.digest
            found = new_hash(algorithm)
            while chunk := handle.read(_CHUNK):
                cancel.check()
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == value


class Partial:
    """The growing file of one FileToFetch; use it under `alone`, from one thread at a time."""

    def __init__(self, folder: Path, file: FileToFetch) -> None:
        self.path = partial_path(folder, file)
        self.done = 0
        self._file = file
        self._algorithm, self._value = file.digest
        self._origin_path = self.path.with_suffix(".origin")
        self._origin: tuple[str, str] = ("", "")
        self._origin_kept = True
        self._hash = new_hash(self._algorithm)
        self._handle: FileIO | None = None

    def open(self, cancel: Cancel) -> None:
        """Take up what an earlier run left, reading it once for its hash.

        Raises Cancelled, NoSpace, PlanInvalid.
        """
        with writing(self.path):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self.path, flags, 0o666)
            self._handle = open(descriptor, "r+b", buffering=0)  # noqa: SIM115, PTH123 - kept
            while chunk := self._handle.read(_CHUNK):
                cancel.check()
                self._hash.update(chunk)
                self.done += len(chunk)
        if self._file.size is not None and self.done > self._file.size:
            self.restart()
        self._origin = _read_origin(self._origin_path)

    def restart(self) -> None:
        """Forget all bytes."""
        with writing(self.path):
            handle = self._open_handle()
            handle.seek(0)
            handle.truncate()
        self.done = 0
        self._hash = new_hash(self._algorithm)

    def append(self, data: bytes) -> None:
        """Keep `data` as the next bytes. Raises NoSpace, PlanInvalid; what was written counts."""
        handle = self._open_handle()
        view = memoryview(data)
        with writing(self.path):
            while view:
                written = handle.write(view) or 0
                self._hash.update(view[:written])
                self.done += written
                view = view[written:]
        if not self._origin_kept and self.done > _SMALL and self.done != self._file.size:
            self._keep_origin()

    def is_genuine(self) -> bool:
        """Whether the bytes so far give the right hash."""
        return self._hash.hexdigest() == self._value

    def validator_for(self, url: str) -> str:
        """What `url` said about the version that these bytes came from; "" from elsewhere."""
        return self._origin[1] if self._origin[0] == url else ""

    def came_from(self, url: str, validator: str) -> None:
        """Remember which server, and which version there, the bytes come from."""
        if (url, validator) == self._origin:
            return
        self._origin = (url, validator)
        self._origin_kept = False

    def _keep_origin(self) -> None:
        """Write it down for a later run: only for what is not there at once."""
        self._origin_kept = True
        url, validator = self._origin
        with writing(self._origin_path):
            if validator:
                text = json.dumps({"url": url, "validator": validator})
                self._origin_path.write_text(text, encoding="utf-8")
            else:
                self._origin_path.unlink(missing_ok=True)

    def finish(self, cancel: Cancel) -> None:
        """Move the complete file to its target.

        Nobody waits for the drive: what a power failure spoils is noticed by its hash, which is
        looked at before a file is used again, and 300 files would wait 300 times.
        """
        self._let_go()
        with writing(self._file.target):
            if not self._file.target.parent.is_dir():
                self._file.target.parent.mkdir(parents=True, exist_ok=True)
            _move(self.path, self._file.target, cancel)
            if self._origin_path.exists():
                self._origin_path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove every trace."""
        self.close()
        with writing(self.path):
            self.path.unlink(missing_ok=True)
            self._origin_path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file; what is there stays for the next time, an empty one does not."""
        if not self._let_go():
            return
        with suppress(OSError, InstallError):
            if self.done and not self._origin_kept:
                self._keep_origin()
            if self.done == 0:
                self.path.unlink()
                self._origin_path.unlink()

    def _let_go(self) -> bool:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()
        return handle is not None

    def _open_handle(self) -> FileIO:
        assert self._handle is not None, "open() comes first"
        return self._handle


def _read_origin(path: Path) -> tuple[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return str(data["url"]), str(data["validator"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def _move(source: Path, target: Path, cancel: Cancel) -> None:
    try:
        _replace(source, target, cancel)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = target.with_name(f".{target.name}.arriving")
        try:
            with source.open("rb") as reader, copy.open("wb") as writer:
                shutil.copyfileobj(reader, writer, _CHUNK)
                writer.flush()
                os.fsync(writer.fileno())
            _replace(copy, target, cancel)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        source.unlink()


def _replace(source: Path, target: Path, cancel: Cancel) -> None:
    """Rename over the target; virus scanners hold new files for a moment, so try some more."""
    for attempt in range(_REPLACE_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if attempt == _REPLACE_TRIES - 1 or target.is_dir():
                raise
            cancel.wait(0.1)
        else:
            return


@contextmanager
def alone(folder: Path, file: FileToFetch, cancel: Cancel, say: Say) -> Iterator[None]:
    """Within it, nobody else (no thread, no other run on this cache) fetches the same bytes.

    Raises Cancelled while waiting, NoSpace or PlanInvalid where no lock can be made.
    """
    path = partial_path(folder, file).with_suffix(".lock")
    with alone_with(path, file.target.name, cancel, say):
        yield


@contextmanager
def alone_with(path: Path, name: str, cancel: Cancel, say: Say) -> Iterator[None]:
    """The same with a lock file of one's own, for what is called `name`."""
    from filelock import FileLock

    with writing(path):
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, thread_local=False)
    if not _try_lock(lock, path):
        say(_("{name} is being downloaded already; waiting.").format(name=name))
        cancel.wait(0.1)
        while not _try_lock(lock, path):
            cancel.wait(0.1)
    try:
        yield
    finally:
        with suppress(OSError):  # waiting ones notice that the name is gone and make a new lock
            path.unlink()
        lock.release()


def _try_lock(lock: BaseFileLock, path: Path) -> bool:
    from filelock import Timeout

    with writing(path):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        return True
