"""Reads our own TOML data strictly: every value has the right type, unknown keys are refused.

What the keys mean is the readers' business (catalog, libraries, presets).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.foreign_text import printable, shown
from app.core.foreign_toml import NotUsable, read_toml
from app.errors import PlanInvalid
from app.i18n import _, listing

_HEADER = re.compile(r"^\s*\[\[?\s*([\w.\-\"]+)\s*\]\]?\s*(?:#.*)?$")
_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a TOML file, with the line where it starts for messages."""

    name: str
    line: int
    values: Mapping[str, Any]

    def only(self, *known: str) -> None:
        """Raise PlanInvalid if there is a key that is not `known`, naming the nearest one."""
        for key in self.values:
            if key not in known:
                raise _unknown(key, known, self.line)

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`, one line of it; required where there is no default. Raises
        PlanInvalid."""
        return self._checked(key, self._value(key, default))

    def lines(self, key: str, default: str | None = None) -> str:
        """As `text`, of any number of lines."""
        value = self._value(key, default)
        for line in value.splitlines() if isinstance(value, str) else [value]:
            self._checked(key, line)
        return self._short(key, value)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The list of texts under `key`; required where there is no default. Raises PlanInvalid."""
        value = self._value(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.bad(_("“{key}” must be a list of texts in quotes").format(key=key))
        return tuple(self._checked(key, item) for item in value)

    def map(self, key: str) -> dict[str, str]:
        """The table of texts under `key`, empty if absent. Raises PlanInvalid."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.bad(_("“{key}” must be a table of texts in quotes").format(key=key))
        return {shown(name): self._checked(key, item) for name, item in value.items()}

    def whole(self, key: str) -> int | None:
        """The number under `key`, above zero, or None if absent. Raises PlanInvalid."""
        value = self.values.get(key)
        if value is not None and (type(value) is not int or value <= 0):
            raise self.bad(_("“{key}” must be a whole number above zero").format(key=key))
        return value

    def bad(self, why: str) -> PlanInvalid:
        """An error about this table."""
        where = _("Line {line}, [{table}]").format(line=self.line, table=self.name)
        sentence = _("{where}: {why}.").format(where=where, why=why)
        return PlanInvalid(sentence, _("Correct the file, or ask whoever made it."))

    def _checked(self, key: str, value: object) -> str:
        """`value` where it is one line that people may be shown."""
        text = self._short(key, value)
        if printable(text) != text:
            raise self.bad(_("“{key}” is too long or has control characters").format(key=key))
        return text

    def _short(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.bad(_("“{key}” must be a text in quotes").format(key=key))
        if len(value) > _MAX_TEXT:
            raise self.bad(_("“{key}” is too long or has control characters").format(key=key))
        return value

    def _value(self, key: str, default: Any) -> Any:
        if key in self.values:
            return self.values[key]
        if default is None:
            raise self.bad(_("“{key}” is missing").format(key=key))
        return default


def read_tables(text: str, schema: int, *names: str) -> dict[str, tuple[Table, ...]]:
    """The `[[name]]` tables of a file that begins with `schema = N`.

    Raises PlanInvalid, with the line, for anything that is not such a file.
    """
    try:
        document = read_toml(text.removeprefix("\ufeff"))
    except NotUsable as why:
        raise PlanInvalid(
            _("{name} cannot be used: {why}.").format(name=_("The catalogue"), why=why),
            _("Correct the file, or ask whoever made it."),
        ) from why
    _check_schema(document.pop("schema", None), schema)
    for key in document:
        if key not in names:
            raise _unknown(key, names, _line_of_key(text, key))
    return {name: _tables(text, name, document.get(name, [])) for name in names}


def _check_schema(found: object, known: int) -> None:
    if type(found) is int and found > known:
        raise PlanInvalid(
            _("The catalogue was made for a newer Seedbed (schema {schema}).").format(schema=found),
            _("Install the newest Seedbed and try again."),
        )
    if type(found) is not int or found != known:
        raise PlanInvalid(
            _("Line 1: the catalogue does not begin with “schema = {schema}”.").format(
                schema=known
            ),
            _("Correct the file, or ask whoever made it."),
        )


def _tables(text: str, name: str, content: object) -> tuple[Table, ...]:
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        where = Table(name, _line_of_key(text, name), {})
        raise where.bad(_("it must be written with two brackets: [[{name}]]").format(name=name))
    lines = _lines_of_headers(text, name)
    return tuple(
        Table(name, lines[index] if index < len(lines) else 1, item)
        for index, item in enumerate(content)
    )


def _lines_of_headers(text: str, name: str) -> list[int]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _HEADER.match(line)
        if match and match[1] == name:
            found.append(number)
    return found


def _line_of_key(text: str, key: str) -> int:
    pattern = re.compile(rf"^\s*\[*\s*\"?{re.escape(key)}\b")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 1


def _unknown(key: str, known: tuple[str, ...], line: int) -> PlanInvalid:
    near = difflib.get_close_matches(key, known, n=1)
    return PlanInvalid(
        _("Line {line}: “{key}” is not a key that Seedbed knows.").format(
            line=line, key=shown(key)
        ),
        _("Did you mean “{near}”?").format(near=near[0])
        if near
        else _("Known keys: {keys}.").format(keys=listing(known)),
    )
