"""The lock file beside a workshop file: the exact packages of each platform, readable by people.

Reading and writing its text only, strictly, because it is somebody else's file. Whether it still
answers what is wanted is for the packages' room to say.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from app.core.amounts import bytes_text
from app.core.foreign_text import shown
from app.core.foreign_toml import NotUsable, read_toml
from app.core.place import is_readable
from app.errors import PlanInvalid
from app.i18n import _

VERSION = 1
MAX_BYTES = 8 * 1024 * 1024
SUFFIX = ".lock.toml"
_MOST_PACKAGES = 5000
_MOST_BYTES = 2**40
_SUBDIR = re.compile(r"[a-z0-9]+-[a-z0-9_]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_MD5 = re.compile(r"[0-9a-f]{32}")
PACKAGE_FILE = re.compile(
    r"(?P<name>[A-Za-z0-9_][\w.-]*)-(?P<version>[\w.+!~]+)-(?P<build>[\w.+]+)\.(?:conda|tar\.bz2)",
    re.ASCII,
)
WHEEL_FILE = re.compile(r"\w[\w.]*-[\w.+!]+(-\d[\w.]*)?-[\w.]+-[\w.]+-[\w.]+\.whl", re.ASCII)
WHEELS = "./wheels"
_HEADER = """\
# The exact packages of {name}, found by: seedbed lock {name}
# Seedbed reads this file when it opens the workshop and then chooses nothing anew. Addresses that
# begin with "./" lie beside this file. conda, mamba and pixi read {stem}.PLATFORM.txt instead.
version = {version}
"""


@dataclass(frozen=True, slots=True)
class LockedFile:
    """One package's archive: its address as the file names it, size in bytes, and hashes."""

    url: str
    size: int
    sha256: str
    md5: str = ""

    @property
    def file_name(self) -> str:
        """The archive's name; safe, because an address that hides another one is refused."""
        return unquote(self.url.rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class LockedWheel:
    """One wheel for pip: its address, or "./" and its path beside the workshop file."""

    url: str
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """The wheel's name; safe, because what is none is refused."""
        return unquote(self.url.rpartition("/")[2])

    @property
    def is_beside(self) -> bool:
        """Whether it lies beside the workshop file."""
        return self.url.startswith("./")


@dataclass(frozen=True, slots=True)
class PlatformLock:
    """The packages for one of conda's platforms; `fingerprint` is the wish that they answer.

    `wheels` are those for pip, all that it needs beside them; None where pip is to choose itself.
    """

    subdir: str
    fingerprint: str
    files: tuple[LockedFile, ...]
    wheels: tuple[LockedWheel, ...] | None = None

    @property
    def bytes(self) -> int:
        """The size of all archives and wheels."""
        archives = sum(file.size for file in self.files)
        return archives + sum(wheel.size for wheel in self.wheels or ())


@dataclass(frozen=True, slots=True)
class LockFile:
    """What stood in a lock file; with a `problem` (and its `remedy`) it could not be used."""

    platforms: tuple[PlatformLock, ...] = ()
    problem: str = ""
    remedy: str = ""

    def find(self, subdir: str) -> PlatformLock | None:
        """The lock of one platform, if the file has it."""
        return next((lock for lock in self.platforms if lock.subdir == subdir), None)


def lock_name(workshop_name: str) -> str:
    """The name of the lock file that belongs to a workshop file."""
    return PurePath(workshop_name).stem + SUFFIX


def write_lock_file(lock: LockFile, workshop_name: str) -> str:
    """The lock as text with one line per package, so that a change shows as few lines."""
    stem = PurePath(workshop_name).stem
    parts = [_HEADER.format(name=workshop_name, stem=stem, version=VERSION)]
    parts += [_table(platform) for platform in sorted(lock.platforms, key=lambda p: p.subdir)]
    return "\n".join(parts)


def _table(platform: PlatformLock) -> str:
    files = sorted(platform.files, key=lambda file: file.file_name)
    lines = [
        f"[{platform.subdir}]",
        f"fingerprint = {json.dumps(platform.fingerprint)}",
        f"packages = {len(files)}",
        f"bytes = {platform.bytes}  # {bytes_text(platform.bytes)}",
        "files = [",
        *(f"    {_line(file)}," for file in files),
        "]",
    ]
    if platform.wheels is not None:
        wheels = sorted(platform.wheels, key=lambda wheel: wheel.file_name)
        lines += ["wheels = [", *(f"    {_line(wheel)}," for wheel in wheels), "]"]
    return "\n".join(lines) + "\n"


def _line(file: LockedFile | LockedWheel) -> str:
    known = file.md5 if isinstance(file, LockedFile) else ""
    md5 = f", md5 = {json.dumps(known)}" if known else ""
    return (
        f"{{ url = {json.dumps(file.url)}, size = {file.size},"
        f" sha256 = {json.dumps(file.sha256)}{md5} }}"
    )


def read_lock_file(data: bytes, name: str, channels: tuple[str, ...]) -> LockFile:
    """The lock in `data`; `name` is used in messages.

    Raises PlanInvalid for anything that is not a lock file of a version that we know, and for
    a package that lies outside of `channels`, the workshop's own, or has no proper hash.
    """
    tables = _parsed(data, name)
    version = tables.pop("version", None)
    if type(version) is int and version > VERSION:
        raise PlanInvalid(
            _("{name} was made for a newer Seedbed.").format(name=name),
            _("Install the newest Seedbed, or make the lock anew with: seedbed lock"),
        )
    if type(version) is not int or version < 1:
        raise _bad(name, _("it does not begin with “version = 1”"))
    platforms = []
    for subdir, table in tables.items():
        if not _SUBDIR.fullmatch(subdir) or not isinstance(table, dict):
            raise _bad(name, _("“{key}” is not a platform of conda").format(key=shown(subdir)))
        platforms.append(_platform(subdir, table, name, channels))
    return LockFile(tuple(platforms))


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _bad(name, _("it is larger than 8 MB"))
    try:
        return read_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _bad(name, _("it is not text in UTF-8")) from error
    except NotUsable as why:
        raise _bad(name, str(why)) from why


def _platform(
    subdir: str, table: dict[str, Any], name: str, channels: tuple[str, ...]
) -> PlatformLock:
    fingerprint, entries = table.get("fingerprint"), table.get("files")
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        raise _bad(name, _("[{table}] has no proper fingerprint").format(table=subdir))
    if not isinstance(entries, list) or not 0 < len(entries) <= _MOST_PACKAGES:
        raise _bad(name, _("[{table}] has no proper list of files").format(table=subdir))
    files = tuple(_file(entry, subdir, name, channels) for entry in entries)
    packages = [found["name"] for f in files if (found := PACKAGE_FILE.fullmatch(f.file_name))]
    if table.get("packages") != len(files) or len(set(packages)) != len(files):
        raise _bad(name, _("[{table}] has packages twice or too few").format(table=subdir))
    return PlatformLock(subdir, fingerprint, files, _wheels(table, subdir, name))


def _wheels(table: dict[str, Any], subdir: str, name: str) -> tuple[LockedWheel, ...] | None:
    entries = table.get("wheels")
    if entries is None:
        return None
    if not isinstance(entries, list) or len(entries) > _MOST_PACKAGES:
        raise _bad(name, _("[{table}] has no proper list of files").format(table=subdir))
    wheels = tuple(_wheel(entry, name) for entry in entries)
    if len({wheel.file_name.split("-")[0].lower() for wheel in wheels}) != len(wheels):
        raise _bad(name, _("[{table}] has packages twice or too few").format(table=subdir))
    return wheels


def _wheel(entry: Any, name: str) -> LockedWheel:
    entry = entry if isinstance(entry, dict) else {}
    url, size, sha256 = entry.get("url"), entry.get("size"), entry.get("sha256")
    if not isinstance(url, str) or not _is_wheel(url):
        raise _bad(name, _("{url} is not a wheel for pip").format(url=shown(str(url))))
    if type(size) is not int or not 0 <= size <= _MOST_BYTES:
        raise _bad(name, _("the size of {url} is not a number").format(url=shown(url)))
    if not isinstance(sha256, str) or not _FINGERPRINT.fullmatch(sha256):
        raise _bad(name, _("{url} has no SHA-256").format(url=shown(url)))
    return LockedWheel(url, size, sha256)


def _is_wheel(url: str) -> bool:
    """Whether an address is that of a wheel: on a server, or "./wheels/" beside the workshop."""
    folder, _slash, file = url.rpartition("/")
    on_server = (
        is_readable(folder)
        and urlsplit(folder).scheme in ("http", "https")
        and bool(urlsplit(folder).hostname)
        and not ({"@", "?", "#", "\\"} & set(folder) or any(ord(c) <= 32 for c in url))
    )
    return (folder == WHEELS or on_server) and _is_wheel_name(unquote(file))


def _is_wheel_name(file: str) -> bool:
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename  # only locks need it

    try:
        parse_wheel_filename(file)
    except InvalidWheelFilename:
        return False
    return WHEEL_FILE.fullmatch(file) is not None


def _file(entry: Any, subdir: str, name: str, channels: tuple[str, ...]) -> LockedFile:
    entry = entry if isinstance(entry, dict) else {}
    url, size = entry.get("url"), entry.get("size")
    sha256, md5 = entry.get("sha256"), entry.get("md5", "")
    if not isinstance(url, str) or not _is_inside(url, subdir, channels):
        written = shown(str(url))
        raise _bad(name, _("{url} is not a package of the workshop’s channels").format(url=written))
    if type(size) is not int or not 0 <= size <= _MOST_BYTES:
        raise _bad(name, _("the size of {url} is not a number").format(url=shown(url)))
    if not isinstance(sha256, str) or not _FINGERPRINT.fullmatch(sha256):
        raise _bad(name, _("{url} has no SHA-256").format(url=shown(url)))
    if not isinstance(md5, str) or (md5 and not _MD5.fullmatch(md5)):
        raise _bad(name, _("the MD5 of {url} is none").format(url=shown(url)))
    return LockedFile(url, size, sha256, md5)


def _is_inside(url: str, subdir: str, channels: tuple[str, ...]) -> bool:
    """Whether an address is exactly CHANNEL/PLATFORM/FILE: nothing that could lead elsewhere."""
    folder, _slash, file = url.rpartition("/")
    places = {f"{channel}/{part}" for channel in channels for part in (subdir, "noarch")}
    return folder in places and PACKAGE_FILE.fullmatch(unquote(file)) is not None


def _bad(name: str, why: str) -> PlanInvalid:
    return PlanInvalid(
        _("{name} is not used, because {why}.").format(name=name, why=why),
        _("The versions are chosen anew. To mend it: seedbed lock, or ask whoever made it."),
    )
