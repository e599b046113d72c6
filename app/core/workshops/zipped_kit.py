"""Zipped kits, on this computer or at an address: fetched and unpacked into our cache, once.

A zip file is somebody else's: nothing in it leaves its folder, nothing is run here.
"""

from __future__ import annotations

import errno
import hashlib
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.foreign_text import shown
from app.core.kits.names import checked, refuse_collisions
from app.core.network.file_to_fetch import BytesSoFar, say_nothing
from app.core.network.partial import alone_with
from app.core.network.unproven import UnprovenFile
from app.core.place import checked_reference
from app.core.session import Session
from app.errors import NoSpace, PlanInvalid
from app.i18n import _

_MAX_ENTRIES = 50_000
_MAX_RATIO = 200
# The mark lies beside what was unpacked: no entry of a zip can be the mark.
_CONTENT, _COMPLETE = "kit", ".complete"
# RuntimeError: encrypted, or packed in a way that Python does not know. The others are what zipfile
# raises for headers that it has not looked at closely enough: names that are no text or empty,
# offsets outside of the file, numbers that are none.
_DAMAGED = (
    *(zipfile.BadZipFile, EOFError, RuntimeError, zlib.error, lzma.LZMAError),
    *(ValueError, LookupError, struct.error, OverflowError),
)


def unpacked(archive: Path, kits: Path, cancel: Cancel) -> Path:
    """The folder of a zipped kit, unpacked once; of one that cannot be unpacked nothing stays.

    Raises PlanInvalid for a file that is damaged or not to be trusted, NoSpace, Cancelled.
    """
    status = archive.stat()
    folder = _folder(kits, f"{archive}|{status.st_size}|{status.st_mtime_ns}")
    if not _is_complete(folder):
        with alone_with(folder.with_suffix(".lock"), archive.name, cancel, say_nothing):
            if not _is_complete(folder):  # nobody else has unpacked it meanwhile
                _unpack(archive, folder, cancel)
    return folder / _CONTENT


def fetched(address: str, session: Session, cancel: Cancel, on_bytes: BytesSoFar) -> Path:
    """The folder of a zipped kit at an address; what the server still has as it was does not come
    again. Raises as `unpacked`, and NoNetwork."""
    kits = session.cache / CacheKind.KITS
    lock = _folder(kits, address).with_suffix(".lock")
    with alone_with(lock, "kit.zip", cancel, say_nothing):
        return _fetched(address, kits, session, cancel, on_bytes)


def _fetched(
    address: str, kits: Path, session: Session, cancel: Cancel, on_bytes: BytesSoFar
) -> Path:
    archive = _folder(kits, address) / "kit.zip"

    def is_known(mark: str) -> bool:
        return _is_complete(_folder(kits, mark))

    mark = session.download.fetch_unproven(
        UnprovenFile(address, archive, is_known), cancel, on_bytes
    )
    folder = _folder(kits, mark)
    if is_known(mark) and not archive.is_file():
        return folder / _CONTENT  # nothing has come: the server has what it had
    try:
        if not zipfile.is_zipfile(archive):
            raise _damaged(address.rpartition("/")[2], "")
        _unpack(archive, folder, cancel)
    finally:
        shutil.rmtree(archive.parent, ignore_errors=True)
    return folder / _CONTENT


def _folder(kits: Path, identity: str) -> Path:
    return kits / hashlib.sha256(identity.encode()).hexdigest()[:16]


def _is_complete(folder: Path) -> bool:
    return (folder / _COMPLETE).is_file() and (folder / _CONTENT).is_dir()


def _unpack(archive: Path, folder: Path, cancel: Cancel) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / _CONTENT
    content.mkdir(parents=True)
    try:
        with writing(folder), _reading(), zipfile.ZipFile(archive) as contents:
            _check_size(contents, archive, folder)
            entries = [(entry, _path_of(entry)) for entry in contents.infolist()]
            refuse_collisions(
                (path for entry, path in entries if not entry.is_dir()),
                (path for entry, path in entries if entry.is_dir()),
            )
            for entry, path in entries:
                cancel.check()
                _unpack_entry(contents, entry, content.joinpath(*path.split("/")))
        (folder / _COMPLETE).touch()
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, _DAMAGED):
            raise _damaged(archive.name, str(error)) from error
        raise


@contextmanager
def _reading() -> Iterator[None]:
    """Within it, what zipfile does where a header leads before the file's beginning is damage."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise zipfile.BadZipFile(str(error)) from error
        raise


def _damaged(name: str, detail: str) -> PlanInvalid:
    return PlanInvalid(
        _("{name} is damaged or not a zip file that can be opened.").format(name=shown(name)),
        _("Download or copy it again."),
        detail,
    )


def _check_size(contents: zipfile.ZipFile, archive: Path, folder: Path) -> None:
    entries = contents.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or total > _MAX_RATIO * max(1, archive.stat().st_size):
        raise PlanInvalid(
            _("{name} would unpack to an unreasonable size; it is not a kit.").format(
                name=shown(archive.name)
            ),
            _("Ask the person who gave it to you."),
        )
    if total > shutil.disk_usage(folder).free:
        raise NoSpace(
            _("There is not enough space to unpack {name}.").format(name=shown(archive.name)),
            _("Free some space, or unpack it on another drive and open the folder."),
        )


def _path_of(entry: zipfile.ZipInfo) -> str:
    """Where an entry lies in the kit, cleaned. Raises PlanInvalid for what is no place in one."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PlanInvalid(
            _("The kit contains a link ({name}), which is not allowed.").format(
                name=shown(entry.filename)
            ),
            _("Ask the person who made the kit for a corrected one."),
        )
    if not entry.filename:
        raise zipfile.BadZipFile("an entry without a name")
    path = checked_reference(entry.filename, _("The kit’s entry"))
    # The folder that most people zip a kit in does not count: what is in it may be as long as ever.
    first, _slash, inside = path.partition("/")
    checked(first)
    if inside:
        checked(inside)
    return path


def _unpack_entry(contents: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with contents.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1024 * 1024)
