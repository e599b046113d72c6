"""The keys of workshop files: their tables, names, fields of Workshop, and what may stand there.

Values are somebody else's: each is checked here, one sentence for each refusal. The text around
them is the business of planfile, which reads, and planwrite, which writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.foreign_text import shown
from app.core.place import checked_reference, is_readable
from app.core.plan import RULED_PAGES, Difference, PageRule
from app.errors import InstallError
from app.i18n import _, listing

PAGES, PLATFORMS = "pages", "platforms"
SUBDIR = re.compile(r"[a-z0-9]+-[a-z0-9_]+")
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
_MAX_TEXT = 4000
_MAX_ITEMS = 2000


class NotUsable(Exception):
    """Why a value cannot be used, in words that fit behind a colon."""


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise NotUsable(_("“{key}” must be a text in quotes").format(key=path))
    if not _is_plain(value):
        raise NotUsable(_("“{key}” is too long or has control characters").format(key=path))
    return value


def _list(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise NotUsable(_("“{key}” must be a list of texts in quotes").format(key=path))
    if len(value) > _MAX_ITEMS or not all(map(_is_plain, value)):
        raise NotUsable(_("“{key}” is too long or has control characters").format(key=path))
    return tuple(value)


def _exact(value: Any, path: str) -> tuple[str, ...]:
    lines = _list(value, path)
    for line in lines:
        if not is_readable(line):
            text = _("“{key}” has a line that is no address: {line}")
            raise NotUsable(text.format(key=path, line=shown(line)))
    return lines


def _beside(value: Any, path: str) -> str:
    text = _text(value, path)
    return checked_reference(text, f"“{path}”") if text else text


def _version(value: Any, path: str) -> str:
    text = _text(value, path)
    if text and not _VERSION.fullmatch(text):
        raise NotUsable(_("“{key}” must be a version such as “12.4”").format(key=path))
    return text


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file: its table and name, the field of Workshop, and what reads its value."""

    table: str
    name: str
    field: str
    read: Callable[[Any, str], Any] = _text

    @property
    def path(self) -> str:
        """How people write it."""
        return f"{self.table}.{self.name}"


KEYS = (
    Key("workshop", "title", "title"),
    Key("workshop", "author", "author"),
    Key("workshop", "description", "description"),
    Key("workshop", "contact", "contact"),
    Key("workshop", "logo", "logo", _beside),
    Key("conda", "distribution", "distribution"),
    Key("conda", "version", "distribution_version"),
    Key("conda", "catalog", "catalog", _beside),
    Key("environment", "name", "environment"),
    Key("environment", "python", "python"),
    Key("environment", "channels", "channels", _list),
    Key("environment", "later_channels", "later_channels", _list),
    Key("environment", "packages", "packages", _list),
    Key("environment", "pip", "pip_packages", _list),
    Key("environment", "explicit", "explicit", _exact),
    Key("materials", "folder", "materials", _beside),
    Key("check", "file", "check", _beside),
    Key(PLATFORMS, "names", "platforms", _list),
    Key(PLATFORMS, "glibc", "glibc", _version),
    Key(PLATFORMS, "macos", "macos", _version),
    Key(PLATFORMS, "windows", "windows", _version),
    Key(PLATFORMS, "cuda", "cuda", _version),
)
# In the order in which they stand in a file. `pages` has no keys of its own: see read_pages.
TABLES = ("workshop", "conda", "environment", "materials", "check", PAGES, PLATFORMS)
DIFFERENCE_KEYS = ("without", "instead")


def problem_with(field: str, value: Any, called: str = "") -> str:
    """Why a field of Workshop could not be read back from a file; "" where it could. It may be
    `called` otherwise than in a file."""
    for key in KEYS:
        if key.field == field:
            try:
                key.read(list(value) if isinstance(value, tuple) else value, called or key.path)
            except NotUsable as why:
                return str(why)
            except InstallError as error:
                return error.summary
    return ""


def names_in(table: str) -> tuple[str, ...]:
    """The names that a table may have, but for platforms' own tables."""
    if table == PAGES:
        return RULED_PAGES
    return tuple(key.name for key in KEYS if key.table == table)


def read_pages(table: Mapping[str, Any]) -> tuple[tuple[str, PageRule], ...]:
    """What is said of pages, in the wizard's order. Raises NotUsable."""
    found = {}
    for page, value in table.items():
        if value not in list(PageRule):
            words = listing(f"“{rule}”" for rule in PageRule)
            text = _("“{key}” must be one of {words}")
            raise NotUsable(text.format(key=f"{PAGES}.{page}", words=words))
        found[page] = PageRule(value)
    return tuple((page, found[page]) for page in RULED_PAGES if page in found)


def read_difference(subdir: str, table: Mapping[str, Any]) -> Difference:
    """What one platform gets otherwise. Raises NotUsable."""
    lists = {
        name: _list(table.get(name, []), f"{PLATFORMS}.{subdir}.{name}") for name in DIFFERENCE_KEYS
    }
    return Difference(subdir, **lists)


def _is_plain(text: str) -> bool:
    return len(text) <= _MAX_TEXT and not any(_is_control(char) for char in text)


def _is_control(char: str) -> bool:
    return (ord(char) < 32 and char not in "\n\t\r") or 127 <= ord(char) < 160
