"""Which bytes of a file a request wants, by RFC 9110: ranges and conditions.

Only what is asked; sending is `answers`' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime

from app.core.sharing.served import ServedFile

_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from `start` up to `end`; `status` is what to answer with."""

    status: int
    start: int = 0
    end: int = 0

    @property
    def count(self) -> int:
        """How many bytes that are."""
        return self.end - self.start


def tag_of(file: ServedFile) -> str:
    """The file's entity tag, a strong one."""
    return f'"{file.mark}"'


def date_of(file: ServedFile) -> str:
    """When the file was changed, as HTTP writes it."""
    return formatdate(file.modified, usegmt=True)


def wanted(file: ServedFile, headers: Mapping[str, str]) -> Part:
    """What to answer with: 200, 206, 304, 412 or 416, and which bytes."""
    if "If-Match" in headers and not _names(headers["If-Match"], file):
        return Part(412)
    if "If-None-Match" in headers:
        if _names(headers["If-None-Match"], file):
            return Part(304)
    elif "If-Modified-Since" in headers and _is_not_newer(file, headers["If-Modified-Since"]):
        return Part(304)
    whole = Part(200, 0, file.size)
    asked = headers.get("Range", "")
    if not asked or not _still_the_same(file, headers.get("If-Range", "")):
        return whole
    return _part(asked, file.size) or whole


def _part(asked: str, size: int) -> Part | None:
    """The one range that is asked for; None where there are several, or none that is understood:
    then all of the file is a right answer."""
    match = _RANGE.fullmatch(asked)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        count = min(int(last), size)
        return Part(206, size - count, size) if count else Part(416)
    start, end = int(first), min(int(last), size - 1) + 1 if last else size
    if last and int(last) < int(first):
        return None
    return Part(206, start, end) if start < size else Part(416)


def _names(tags: str, file: ServedFile) -> bool:
    return tags.strip() == "*" or file.mark in _TAG.findall(tags)


def _still_the_same(file: ServedFile, condition: str) -> bool:
    """Whether a part may be sent to somebody who has the rest under this condition."""
    if not condition:
        return True
    return condition.strip() in (tag_of(file), date_of(file))


def _is_not_newer(file: ServedFile, date: str) -> bool:
    try:
        return file.modified <= parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return False
