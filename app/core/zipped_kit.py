"""Zipped kits, on this computer or at an address: fetched and unpacked into our cache, once.

A zip file is somebody else's: nothing in it leaves its folder, nothing is run here.
"""

from __future__ import annotations

import hashlib
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from app.core.cache_kind import CacheKind
from app.core.cancel import Cancel
from app.core.disk_trouble import writing
from app.core.foreign_text import shown
from app.core.kits.names import refuse_collisions
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
        with writing(folder), zipfile.ZipFile(archive) as contents:
            _check_size(contents, archive, folder)
            refuse_collisions(e.filename for e in contents.infolist() if not e.is_dir())
            for entry in contents.infolist():
                cancel.check()
                _unpack_entry(contents, entry, content)
        (folder / _COMPLETE).touch()
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, _DAMAGED):
            raise _damaged(archive.name, str(error)) from error
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
                name=archive.name
            ),
            _("Ask the person who gave it to you."),
        )
    if total > shutil.disk_usage(folder).free:
        raise NoSpace(
            _("There is not enough space to unpack {name}.").format(name=archive.name),
            _("Free some space, or unpack it on another drive and open the folder."),
        )


def _unpack_entry(contents: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PlanInvalid(
            _("The kit contains a link ({name}), which is not allowed.").format(
                name=entry.filename[:100]
            ),
            _("Ask the person who made the kit for a corrected one."),
        )
    name = checked_reference(entry.filename, _("The kit’s entry"))
    target = folder.joinpath(*name.split("/"))
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with contents.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1024 * 1024)
