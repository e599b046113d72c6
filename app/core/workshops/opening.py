"""Opens what a person hands us: a workshop file, a kit folder, a zipped kit, a web address.

All of it is somebody else's and untrusted: nothing leaves its folder, nothing is run here.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.catalog.channels import named_addresses
from app.core.foreign_text import shown
from app.core.kits.names import MANIFEST, refuse_unfinished
from app.core.network.answer import path_of
from app.core.network.file_to_fetch import BytesSoFar
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.place import is_address, is_readable, refuse_outside
from app.core.plan import Workshop
from app.core.session import Session
from app.core.specs.specfile import SpecFile, read_spec_file
from app.core.window_start import WORKSHOP_FILE
from app.core.workshops import lock_file, nearby
from app.core.workshops.planfile import MAX_BYTES, read_workshop
from app.core.workshops.zipped_kit import fetched, unpacked
from app.errors import InstallError, PlanInvalid
from app.i18n import _

WORKSHOP_NAME = "workshop.toml"
WORKSHOP_ENDINGS = (".toml", WORKSHOP_FILE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A workshop and where it came from: a folder as text, or an address; "" for a bare list of
    libraries, which needs nothing beside it. `name` is the workshop file's, "" for such a list.
    `tell_to` is the computer nearby that shares it and wants to hear of progress, "" for none."""

    workshop: Workshop
    source: str
    name: str = ""
    tell_to: str = ""


def _nobody_counts(done: int, total: int | None) -> None:
    """Where nobody watches a zipped kit arrive."""


def open_workshop(
    place: str, session: Session, cancel: Cancel, on_bytes: BytesSoFar = _nobody_counts
) -> Opened:
    """Open what `place` names; `on_bytes` hears, from another thread, how a zipped kit arrives.

    Raises PlanInvalid where it is not something to open, NoNetwork where an address cannot be
    read, NoSpace where a zipped kit does not fit.
    """
    place = place.strip().strip('"')
    if is_address(place):
        _refuse_unreadable(place)
        file = urlsplit(place).path
        if file.lower().endswith(".zip"):
            folder = fetched(place, session, cancel, on_bytes)
            return _from_folder(folder, file.rpartition("/")[2])
        return _from_address(place, session, cancel)
    path = _path(place)
    if path is not None and _is(path, stat.S_ISDIR):
        return _from_folder(path)
    if path is None or not _is(path, stat.S_ISREG):
        raise PlanInvalid(
            _("There is no workshop at {place}.").format(place=place[:300]),
            _("Check the path: it is a file, a folder or an address."),
        )
    if zipfile.is_zipfile(path):
        return _from_folder(unpacked(path, session.cache / CacheKind.KITS, cancel), path.name)
    return _from_file(path)


def _refuse_unreadable(address: str) -> None:
    if not is_readable(address):
        raise PlanInvalid(
            _("{address} is not an address that can be opened.").format(address=shown(address)),
            _("Look for a typing mistake, or copy the address again."),
        )


def _path(place: str) -> Path | None:
    """The path that a person typed or dropped; None where it can be none."""
    if not place:
        return None
    try:
        path = path_of(place) if place.lower().startswith("file:") else Path(place)
        return path.expanduser().absolute()
    except (RuntimeError, ValueError):  # the home of a user who is not there
        return None


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _from_address(address: str, session: Session, cancel: Cancel) -> Opened:
    path = urlsplit(address).path
    if path.lower().endswith(WORKSHOP_ENDINGS):
        base, _slash, name = address.rpartition("/")
    else:
        base, name = address.rstrip("/"), WORKSHOP_NAME
    data = session.download.read(f"{base}/{name}", MAX_BYTES, cancel)

    def read(name: str) -> bytes | None:
        try:
            return session.download.read(f"{base}/{name}", lock_file.MAX_BYTES, cancel)
        except ServerTrouble as trouble:
            if trouble.rule is Rule.GONE:
                return None
            raise

    found = Opened(read_workshop(data, name), base, name, _sharing(base, session, cancel))
    return _with_lock(found, read)


def _sharing(base: str, session: Session, cancel: Cancel) -> str:
    """The address, if that is a computer in the local network that shares a kit; else ""."""
    if not nearby.is_near(urlsplit(base).hostname or ""):
        return ""
    try:
        data = session.download.read(f"{base}/{nearby.ABOUT}", nearby.MOST_BYTES, cancel)
    except (ServerTrouble, PlanInvalid):  # any other web server
        return ""
    return base if nearby.read_about(data) else ""


def _from_folder(folder: Path, archive: str = "") -> Opened:
    """The workshop in a folder, which the person may know as an `archive` only."""
    refuse_unfinished(folder, shown(archive))  # its workshop file comes last
    file = folder / WORKSHOP_NAME
    if not _is(file, stat.S_ISREG):
        inner = [one for one in _entries(folder) if _is(one / WORKSHOP_NAME, stat.S_ISREG)]
        if len(inner) != 1:
            raise _no_kit(folder, archive)
        file = inner[0] / WORKSHOP_NAME
    refuse_unfinished(file.parent, shown(archive))
    return workshop_in(file, bytes_of(file))


def _no_kit(folder: Path, archive: str) -> PlanInvalid:
    if archive:
        return PlanInvalid(
            _("The zip file {name} has no {file}, so it is not a kit.").format(
                name=shown(archive), file=WORKSHOP_NAME
            ),
            _("Look whether it is the right one, or ask for the kit again."),
        )
    return PlanInvalid(
        _("The folder {folder} has no {name}, so it is not a kit.").format(
            folder=folder, name=WORKSHOP_NAME
        ),
        _("Open the folder that contains this file."),
    )


def workshop_in(file: Path, data: bytes) -> Opened:
    """The workshop that `data` is, which was read from `file`, with the lock beside it. Raises
    PlanInvalid where it is none, or lies in a kit that is not finished or of a newer schema."""
    refuse_unfinished(file.parent)
    _refuse_newer(file.with_name(MANIFEST))

    def read(name: str) -> bytes | None:
        place = file.with_name(name)
        refuse_outside(place, file.parent, _("The lock"))
        return bytes_of(place, lock_file.MAX_BYTES) if _is(place, stat.S_ISREG) else None

    return _with_lock(Opened(read_workshop(data, file.name), str(file.parent), file.name), read)


def _refuse_newer(manifest: Path) -> None:
    if _is(manifest, stat.S_ISREG):
        from app.core.kits import manifest as manifests  # most workshops are no kits

        manifests.refuse_newer(bytes_of(manifest, manifests.MAX_BYTES))


def _with_lock(opened: Opened, read: Callable[[str], bytes | None]) -> Opened:
    """The workshop with what its lock file says; one that cannot be used is told, no more."""
    name = lock_file.lock_name(opened.name)
    try:
        data = read(name)
        if data is None:
            return opened
        channels = named_addresses(opened.workshop.channels, opened.source)
        found = lock_file.read_lock_file(data, name, tuple(channels.values()))
    except InstallError as error:
        found = lock_file.LockFile(problem=error.summary, remedy=error.remedy)
    return replace(opened, workshop=replace(opened.workshop, lock=found))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _from_file(path: Path) -> Opened:
    data = bytes_of(path)
    if path.suffix.lower() in WORKSHOP_ENDINGS:
        return workshop_in(path, data)
    try:
        return Opened(as_workshop(read_spec_file(data, path.name)), "")
    except InstallError as not_a_list:
        try:
            return workshop_in(path, data)
        except InstallError:
            raise not_a_list from None


def as_workshop(spec_file: SpecFile, base: Workshop | None = None) -> Workshop:
    """A workshop from somebody's list of libraries, over `base` where one is given; a lock, and
    what differs between platforms, were for other libraries."""
    listed = with_list(spec_file, base or Workshop())
    return replace(listed, differences=(), lock=lock_file.LockFile())


def with_list(spec_file: SpecFile, workshop: Workshop) -> Workshop:
    """The workshop with somebody's list instead of its libraries; its other answers stay."""
    return replace(
        workshop,
        environment=spec_file.environment or workshop.environment,
        python=spec_file.python or workshop.python,
        channels=spec_file.channels or workshop.channels,
        packages=spec_file.packages,
        pip_packages=spec_file.pip_packages,
        explicit=spec_file.explicit,
    )


def bytes_of(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The beginning of a file, enough for any list or workshop. Raises PlanInvalid."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise PlanInvalid(
            _("{name} cannot be read.").format(name=path.name),
            _("Check that the file is there and that you may read it."),
            str(error),
        ) from error
