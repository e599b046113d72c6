"""The manifest of a kit: size and SHA-256 of every file in it, and for which platforms it is.

Its text only, read strictly, because it is somebody else's. Looking at the files is `checking`'s
business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from app.core.foreign_text import shown
from app.core.kits.names import MANIFEST, UNFINISHED, checked, refuse_collisions
from app.errors import InstallError, PlanInvalid
from app.i18n import _

SCHEMA = 1
MAX_BYTES = 16 * 1024 * 1024
_MOST_FILES = 50_000
_MOST_BYTES = 2**40
_NEWEST = 10**6
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUBDIR = re.compile(r"[a-z0-9]+-[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a kit; `platforms` are those that need it, none where all of them do."""

    path: str
    size: int
    sha256: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a kit but the manifest itself."""

    title: str
    platforms: tuple[str, ...]
    files: tuple[Entry, ...]

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(entry.size for entry in self.files)

    def needed_by(self, subdir: str) -> tuple[Entry, ...]:
        """What a computer of this platform needs."""
        return tuple(e for e in self.files if not e.platforms or subdir in e.platforms)


def write_manifest(manifest: Manifest) -> str:
    """The manifest as JSON with one line per file, so that a change shows as few lines."""
    lines = [json.dumps(_data(entry), ensure_ascii=False) for entry in _sorted(manifest.files)]
    head = {"schema": SCHEMA, "title": manifest.title, "platforms": sorted(manifest.platforms)}
    text = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{text}, "files": [\n' + ",\n".join(lines) + "\n]}\n"


def read_manifest(data: bytes) -> Manifest:
    """The manifest in `data`. Raises PlanInvalid for anything that is none of a known schema."""
    document = _document(data, MANIFEST)
    title, platforms = document.get("title"), document.get("platforms")
    if not isinstance(title, str) or not _is_list(platforms, _SUBDIR):
        raise _bad(MANIFEST, _("its beginning is not as it should be"))
    files = tuple(_entry(item, platforms) for item in _items(document, MANIFEST))
    refuse_collisions([*(entry.path for entry in files), MANIFEST])
    return Manifest(shown(title), tuple(platforms), files)


def refuse_newer(data: bytes) -> None:
    """Raise PlanInvalid for the manifest of a kit of a newer schema. One that cannot be read at
    all is another matter: a workshop can be opened without."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return
    schema = document.get("schema") if isinstance(document, dict) else None
    if type(schema) is int and SCHEMA < schema <= _NEWEST:
        raise _newer(schema)


def write_unfinished(paths: Sequence[str]) -> str:
    """The mark of a kit that is being made: the files that may be there already."""
    lines = [json.dumps(path, ensure_ascii=False) for path in sorted(paths)]
    return f'{{"schema": {SCHEMA}, "files": [\n' + ",\n".join(lines) + "\n]}\n"


def read_unfinished(data: bytes) -> tuple[str, ...]:
    """The files that a making had begun. Raises PlanInvalid for anything else."""
    paths = _items(_document(data, UNFINISHED), UNFINISHED)
    if not all(isinstance(path, str) for path in paths):
        raise _bad(UNFINISHED, _("a file has no proper name"))
    return tuple(checked(path) for path in paths)


def _document(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _bad(name, _("it is larger than 16 MB"))
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not UTF-8 is a ValueError, too
        raise _bad(name, _("it is not valid JSON"), str(error)) from error
    if not isinstance(document, dict):
        raise _bad(name, _("it is not valid JSON"))
    schema = document.get("schema")
    if type(schema) is not int or not 1 <= schema <= _NEWEST:
        raise _bad(name, _("it has no schema number"))
    if schema > SCHEMA:
        raise _newer(schema)
    return document


def _items(document: dict[str, Any], name: str) -> list[Any]:
    items = document.get("files")
    if not isinstance(items, list) or len(items) > _MOST_FILES:
        raise _bad(name, _("it has no proper list of files"))
    return items


def _entry(item: Any, platforms: list[str]) -> Entry:
    item = item if isinstance(item, dict) else {}
    path, size, sha256 = item.get("path"), item.get("size"), item.get("sha256")
    needed_by = item.get("platforms", [])
    if not isinstance(path, str):
        raise _bad(MANIFEST, _("a file has no proper name"))
    if type(size) is not int or not 0 <= size <= _MOST_BYTES:
        raise _bad(MANIFEST, _("the size of {path} is not a number").format(path=shown(path)))
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise _bad(MANIFEST, _("{path} has no SHA-256").format(path=shown(path)))
    if not _is_list(needed_by, _SUBDIR) or not set(needed_by) <= set(platforms):
        why = _("{path} is for a platform that the kit does not have")
        raise _bad(MANIFEST, why.format(path=shown(path)))
    return Entry(checked(path), size, sha256, tuple(needed_by))


def _is_list(value: Any, pattern: re.Pattern[str]) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(
        isinstance(item, str) and pattern.fullmatch(item) for item in value
    )


def _data(entry: Entry) -> dict[str, Any]:
    data: dict[str, Any] = {"path": entry.path, "size": entry.size, "sha256": entry.sha256}
    return {**data, "platforms": list(entry.platforms)} if entry.platforms else data


def _sorted(files: Sequence[Entry]) -> list[Entry]:
    return sorted(files, key=lambda entry: entry.path)


def _newer(schema: int) -> PlanInvalid:
    return PlanInvalid(
        _("The kit was made by a newer Seedbed (schema {schema}).").format(schema=schema),
        _("Install the newest Seedbed and try again."),
    )


def _bad(name: str, why: str, detail: str = "") -> InstallError:
    return PlanInvalid(
        _("The kit’s {name} cannot be used: {why}.").format(name=name, why=why),
        _("Ask whoever made the kit for a fresh copy, or make it anew in an empty folder."),
        detail,
    )
