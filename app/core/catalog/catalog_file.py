"""Reads a catalogue file of installers: ours with its series, and a kit's own.

A kit is somebody else's: its relative addresses stay inside it, and every error names a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from app.core.catalog.table import Table, read_tables
from app.core.foreign_text import shown
from app.core.place import as_url, checked_reference, is_address, is_readable, join
from app.errors import PlanInvalid
from app.i18n import _, listing

SCHEMA = 1
_SYSTEMS = ("windows", "macos", "linux")
_FORMATS = ("files.json", "sha256")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,59}")
_DISTRIBUTION_TEXTS = (
    "publisher",
    "summary",
    "licence_name",
    "licence_url",
)
_SHARED = ("distribution", "version", "hash_url", "hash_format")


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """What a file says, as values for Distribution and Installer."""

    distributions: tuple[dict[str, Any], ...]
    installers: tuple[dict[str, Any], ...]


def read_catalog(text: str, base: str) -> CatalogFile:
    """The content of a catalogue whose relative addresses are relative to `base` ("" for ours).

    Raises PlanInvalid with the line for anything wrong.
    """
    tables = read_tables(text, SCHEMA, "distribution", "installer", "series")
    installers = [_installer(table, base) for table in tables["installer"]]
    for table in tables["series"]:
        installers += _series(table, base)
    return CatalogFile(
        tuple(_distribution(table) for table in tables["distribution"]), tuple(installers)
    )


def _distribution(table: Table) -> dict[str, Any]:
    table.only("id", "title", "licence_text", *_DISTRIBUTION_TEXTS)
    values: dict[str, Any] = {"id": _word(table, "id"), "title": table.text("title")}
    values |= {key: table.text(key, "").strip() for key in _DISTRIBUTION_TEXTS}
    values["licence_text"] = table.lines("licence_text", "").strip()
    address = values["licence_url"]
    if address and (not is_address(address) or " " in address):
        raise table.bad(_("“licence_url” must be a web address"))
    return values


def _installer(table: Table, base: str) -> dict[str, Any]:
    table.only(*_SHARED, "os", "cpu", "file", "url", "urls", "size", "sha256")
    urls = table.texts("urls", ()) or (table.text("url"),)
    return _checked(
        table,
        {
            "distribution": _word(table, "distribution"),
            "version": _word(table, "version"),
            "os": table.text("os"),
            "cpu": _word(table, "cpu"),
            "file": table.text("file"),
            "urls": tuple(_address(table, url, base) for url in urls),
            "size": table.whole("size"),
            "sha256": table.text("sha256", "").lower(),
            "hash_url": _hash_url(table, urls[0], base),
            "hash_format": table.text("hash_format", ""),
        },
    )


def _series(table: Table, base: str) -> list[dict[str, Any]]:
    table.only(*_SHARED, "address", "files", "sha256", "bytes")
    version = _word(table, "version")
    hashes, sizes = table.map("sha256"), table.map("bytes")
    files = table.map("files")
    for key in (*hashes, *sizes):
        if key not in files:
            raise table.bad(_("there is no file for “{key}”").format(key=key))
    found = []
    for key, name in files.items():
        system, _dash, cpu = key.partition("-")
        file = name.replace("{version}", version)
        url = table.text("address").replace("{version}", version) + file
        entry = {
            "distribution": _word(table, "distribution"),
            "version": version,
            "os": system,
            "cpu": cpu,
            "file": file,
            "urls": (_address(table, url, base),),
            "size": _bytes(table, sizes.get(key, "")),
            "sha256": hashes.get(key, "").lower(),
            "hash_url": "" if key in hashes else _hash_url(table, url, base),
            "hash_format": "" if key in hashes else table.text("hash_format", ""),
        }
        found.append(_checked(table, entry))
    return found


def _checked(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    if values["os"] not in _SYSTEMS:
        raise table.bad(_("“os” must be one of: {names}").format(names=listing(_SYSTEMS)))
    if not _FILE.fullmatch(values["file"]):
        raise table.bad(_("“file” must be a plain file name"))
    if values["sha256"] and not _SHA256.fullmatch(values["sha256"]):
        raise table.bad(_("“sha256” must be 64 digits and letters a to f"))
    if not values["sha256"] and not values["hash_url"]:
        raise table.bad(_("“sha256” is missing, and without it nothing is run"))
    if values["hash_url"] and values["hash_format"] not in _FORMATS:
        raise table.bad(_("“hash_format” must be one of: {names}").format(names=listing(_FORMATS)))
    return values


def _hash_url(table: Table, url: str, base: str) -> str:
    text = table.text("hash_url", "").replace("{url}", url)
    return _address(table, text, base) if text else ""


def _address(table: Table, text: str, base: str) -> str:
    """An absolute address for `text`; relative ones stay inside `base`. Raises PlanInvalid."""
    scheme = text.partition(":")[0].lower() if "://" in text else ""
    allowed = ("https", "http") if base.lower().startswith("http://") else ("https",)
    odd = any(ord(char) <= 32 or char in '\\"<>' for char in text)
    if scheme and (odd or not is_readable(text)):
        raise table.bad(_("the address has characters that do not belong into one"))
    if scheme in allowed:
        return text
    if scheme or not base:
        raise table.bad(_("the address “{url}” must begin with https://").format(url=shown(text)))
    try:
        reference = checked_reference(text, _("The address"))
    except PlanInvalid as error:
        raise table.bad(error.summary.rstrip(".。")) from error
    return as_url(join(base, reference))


def _word(table: Table, key: str) -> str:
    value = table.text(key)
    if not _WORD.fullmatch(value):
        raise table.bad(_("“{key}” must be a plain word").format(key=key))
    return value


def _bytes(table: Table, text: str) -> int | None:
    if text and not text.isdecimal():
        raise table.bad(_("“bytes” must hold whole numbers in quotes"))
    return int(text) if text else None
