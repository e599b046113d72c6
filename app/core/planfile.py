"""Reads and writes workshop files: TOML with a schema number, unknown keys refused.

A workshop file never contains anything about one computer. Files are somebody else's: they are
untrusted, and every error is one sentence that says where and what to do.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from typing import Any

from app.core.foreign_text import shown
from app.core.place import checked_reference
from app.core.plan import Workshop
from app.errors import PlanInvalid
from app.i18n import _, listing

SCHEMA = 1
MAX_BYTES = 1024 * 1024
_MAX_TEXT = 4000
_MAX_ITEMS = 2000
_NEWEST = 10**6


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of the file: its table and name, the field of Workshop, and whether it is a list."""

    table: str
    name: str
    field: str
    many: bool = False
    inside: bool = False


_KEYS = (
    _Key("workshop", "title", "title"),
    _Key("workshop", "author", "author"),
    _Key("workshop", "description", "description"),
    _Key("workshop", "contact", "contact"),
    _Key("conda", "distribution", "distribution"),
    _Key("conda", "version", "distribution_version"),
    _Key("conda", "catalog", "catalog", inside=True),
    _Key("environment", "name", "environment"),
    _Key("environment", "python", "python"),
    _Key("environment", "channels", "channels", many=True),
    _Key("environment", "later_channels", "later_channels", many=True),
    _Key("environment", "packages", "packages", many=True),
    _Key("environment", "pip", "pip_packages", many=True),
    _Key("environment", "explicit", "explicit", many=True),
    _Key("materials", "folder", "materials", inside=True),
)
_TABLES = tuple(dict.fromkeys(key.table for key in _KEYS))


def read_workshop(data: bytes, name: str = "workshop.toml") -> Workshop:
    """The workshop in `data`; `name` is used in messages.

    Raises PlanInvalid for anything that is not a workshop file of a schema that we know.
    """
    tables = _tables(_parsed(data, name), name)
    values: dict[str, Any] = {}
    for key in _KEYS:
        table = tables.get(key.table, {})
        if key.name in table:
            values[key.field] = _value(table[key.name], key, name)
    return Workshop(**values)


def write_workshop(workshop: Workshop) -> str:
    """The workshop as a commented TOML file; reading it gives the same workshop back."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("A Seedbed workshop: open it with Seedbed, or run"))
    document.add(tomlkit.comment("    seedbed install THIS-FILE"))
    document.add("schema", tomlkit.item(SCHEMA))
    for table_name in _TABLES:
        table = tomlkit.table()
        for key in _KEYS:
            value = getattr(workshop, key.field)
            usual = getattr(Workshop(), key.field)
            if key.table == table_name and (value or value != usual):
                table.add(key.name, _toml_value(value))
        if table:
            document.add(table_name, table)
    return tomlkit.dumps(document)


def _toml_value(value: str | tuple[str, ...]) -> Any:
    import tomlkit

    if isinstance(value, str):
        return tomlkit.string(value, multiline="\n" in value and "\r" not in value)
    items = tomlkit.array()
    items.extend(value)
    return items.multiline(len(value) > 4)


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _bad(name, _("it is larger than 1 MB, so it cannot be a workshop file"))
    text = _decoded(data, name)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        problem = shown(str(error))
        raise _bad(name, _("it is not valid TOML: {problem}").format(problem=problem)) from error
    except RecursionError as error:
        raise _bad(name, _("its tables are nested too deeply")) from error


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad(name, _("it is not text in UTF-8")) from error


def _tables(document: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    _check_schema(document, name)
    for table, content in document.items():
        if table == "schema":
            continue
        if table not in _TABLES:
            raise _unknown(table, _TABLES, name)
        if not isinstance(content, dict):
            raise _bad(name, _("“{key}” must be a table: [{key}]").format(key=table))
        known = tuple(key.name for key in _KEYS if key.table == table)
        for entry in content:
            if entry not in known:
                raise _unknown(f"{table}.{entry}", tuple(f"{table}.{k}" for k in known), name)
    return {key: value for key, value in document.items() if key != "schema"}


def _check_schema(document: dict[str, Any], name: str) -> None:
    schema = document.get("schema")
    if type(schema) is not int or not 1 <= schema <= _NEWEST:
        raise _bad(name, _("it does not begin with “schema = 1”"))
    if schema > SCHEMA:
        raise PlanInvalid(
            _("{name} was made for a newer Seedbed (schema {schema}).").format(
                name=name, schema=schema
            ),
            _("Install the newest Seedbed and open the file again."),
        )


def _value(value: Any, key: _Key, name: str) -> str | tuple[str, ...]:
    path = f"{key.table}.{key.name}"
    if key.many:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _bad(name, _("“{key}” must be a list of texts in quotes").format(key=path))
        if len(value) > _MAX_ITEMS or not all(map(_is_plain, value)):
            raise _bad(name, _("“{key}” is too long or has control characters").format(key=path))
        return tuple(value)
    if not isinstance(value, str):
        raise _bad(name, _("“{key}” must be a text in quotes").format(key=path))
    if not _is_plain(value):
        raise _bad(name, _("“{key}” is too long or has control characters").format(key=path))
    return checked_reference(value, f"“{path}”") if key.inside and value else value


def _is_plain(text: str) -> bool:
    return len(text) <= _MAX_TEXT and not any(_is_control(char) for char in text)


def _is_control(char: str) -> bool:
    return (ord(char) < 32 and char not in "\n\t\r") or 127 <= ord(char) < 160


def _unknown(key: str, known: tuple[str, ...], name: str) -> PlanInvalid:
    key = shown(key)
    near = difflib.get_close_matches(key, known, n=1)
    hint = _("Did you mean “{near}”?").format(near=near[0]) if near else ""
    return PlanInvalid(
        _("{name} has a key that Seedbed does not know: “{key}”.").format(name=name, key=key),
        hint or _("Known keys: {keys}.").format(keys=listing(known)),
    )


def _bad(name: str, why: str) -> PlanInvalid:
    return PlanInvalid(
        _("{name} is not a workshop file: {why}.").format(name=name, why=why),
        _("Ask the person who gave it to you for a fresh copy, or open another file."),
    )
