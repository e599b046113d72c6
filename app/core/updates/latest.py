"""Whether a newer Seedbed is announced: asked only when a person wants to know, never acted upon.

The server is not trusted: what it says is read as a version and a link, or not at all.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from contextlib import closing
from dataclasses import dataclass
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from app import __version__
from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.network.download import Downloader, Patience
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule
from app.errors import NoNetwork, PlanInvalid
from app.i18n import _
from app.paths import cache_folder, resource

ADDRESS_VARIABLE = "SEEDBED_UPDATES"
# GitHub tells a release with all its files in some 50 kB.
_MOST_BYTES = 512 * 1024
_LONGEST_VERSION, _LONGEST_LINK = 40, 300
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Printable, and nothing that could end an attribute or a sentence.
_LINK = re.compile(r"https://[!#-;=?-Z_a-z~]+", re.IGNORECASE)
# Somebody waits for the answer, and may ask again.
_PATIENCE = Patience(connect=8.0, read=15.0, stall=10.0, attempts=2)


@dataclass(frozen=True, slots=True)
class Announced:
    """The newest `version` that is announced, where to get it, and whether it is `newer`."""

    version: str
    link: str
    newer: bool


def address() -> str:
    """Where to ask; "" where this copy does not know of any place."""
    chosen = os.environ.get(ADDRESS_VARIABLE, "").strip()
    if chosen:
        return chosen
    found = tomllib.loads(resource("catalog/updates.toml").read_text(encoding="utf-8"))
    return str(found.get("address", ""))


def look(cancel: Cancel, own: str = __version__) -> Announced:
    """Ask what is announced, and compare it with `own`.

    Raises PlanInvalid where there is no place to ask at, NoNetwork where it does not answer or
    announces nothing that can be understood, and Cancelled.
    """
    place = _checked(address())
    with closing(Downloader(cache_folder() / CacheKind.PARTIALS, patience=_PATIENCE)) as door:
        try:
            data = door.read(place, _MOST_BYTES, cancel)
        except ServerTrouble as trouble:
            if trouble.rule in (Rule.GONE, Rule.PORTAL):
                raise _nothing(place, trouble.detail) from trouble
            raise
        except PlanInvalid as error:  # no such file, or far too much to be an announcement
            raise _nothing(place, error.detail) from error
    return _announced(data, place, own)


def _checked(place: str) -> str:
    if not place:
        raise PlanInvalid(
            _("This copy of Seedbed does not know where newer ones are announced."),
            _("Look where you got it from."),
        )
    try:
        parts = urlsplit(place)
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:
        scheme, host = "", None
    if scheme in ("https", "file") or (scheme == "http" and host in _LOOPBACK):
        return place
    raise PlanInvalid(
        _("Newer versions cannot be looked for at {address}.").format(address=place[:200]),
        _("{variable} must begin with https:// or file://.").format(variable=ADDRESS_VARIABLE),
    )


def _announced(data: bytes, place: str, own: str) -> Announced:
    from packaging.version import Version

    try:
        document = json.loads(data)
        version, link = _fields(document)
        found, mine = Version(version[:_LONGEST_VERSION]), Version(own)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _nothing(place, f"{type(error).__name__}: {error}\n{data[:300]!r}") from error
    if not _is_safe(link):
        raise _nothing(place, f"not a link to show: {link[:_LONGEST_LINK]!r}")
    # A trial version is offered to those who have one.
    offered = mine.is_prerelease or not found.is_prerelease
    return Announced(str(found), link, newer=offered and found > mine)


def _fields(document: Any) -> tuple[str, str]:
    """Version and link of our own short document, or of a release as GitHub tells it."""
    if "tag_name" in document:
        version, link = document["tag_name"], document["html_url"]
    else:
        version, link = document["version"], document["url"]
    if not (isinstance(version, str) and isinstance(link, str)):
        raise TypeError("a version and a link are texts")
    if len(version) > _LONGEST_VERSION:
        raise ValueError("too long for a version")
    return version, link


def _is_safe(link: str) -> bool:
    if len(link) > _LONGEST_LINK or not _LINK.fullmatch(link):
        return False
    try:
        parts = urlsplit(link)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _nothing(place: str, detail: str) -> NoNetwork:
    return NoNetwork(
        _("{host} announces no version of Seedbed.").format(host=shorten(host_of(place), 100)),
        _("Try again later. If it stays so, look where you got Seedbed from."),
        detail,
    )
