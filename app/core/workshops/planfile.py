"""Reads workshop files: TOML with a schema number, unknown keys refused.

A workshop file never contains anything about one computer. Files are somebody else's: they are
untrusted, and every error is one sentence that says where and what to do.
"""

from __future__ import annotations

import difflib
from typing import Any

from app.core import foreign_toml
from app.core.foreign_text import shown
from app.core.plan import Workshop
from app.core.workshops import keys
from app.errors import PlanInvalid
from app.i18n import _, listing

SCHEMA = 1
MAX_BYTES = 1024 * 1024
_NEWEST = 10**6


def read_workshop(data: bytes, name: str = "workshop.toml") -> Workshop:
    """The workshop in `data`; `name` is used in messages.

    Raises PlanInvalid for anything that is not a workshop file of a schema that we know.
    """
    tables = _tables(_parsed(data, name), name)
    values: dict[str, Any] = {}
    try:
        for key in keys.KEYS:
            table = tables.get(key.table, {})
            if key.name in table:
                values[key.field] = key.read(table[key.name], key.path)
        values["pages"] = keys.read_pages(tables.get(keys.PAGES, {}))
        values["differences"] = tuple(
            keys.read_difference(subdir, table)
            for subdir, table in tables.get(keys.PLATFORMS, {}).items()
            if isinstance(table, dict)
        )
    except keys.NotUsable as why:
        raise _bad(name, str(why)) from why
    return Workshop(**values)


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _bad(name, _("it is larger than 1 MB, so it cannot be a workshop file"))
    try:
        return foreign_toml.read_toml(decoded(data, name))
    except foreign_toml.NotUsable as why:
        raise _bad(name, str(why)) from why


def decoded(data: bytes, name: str) -> str:
    """A workshop file's bytes as text. Raises PlanInvalid, naming the file `name`."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad(name, _("it is not text in UTF-8")) from error


def _tables(document: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    _check_schema(document, name)
    tables = {key: value for key, value in document.items() if key != "schema"}
    for table, content in tables.items():
        if table not in keys.TABLES:
            raise _unknown(table, keys.TABLES, name)
        if not isinstance(content, dict):
            raise _bad(name, _("“{key}” must be a table: [{key}]").format(key=table))
        _refuse_unknown(table, content, name)
    return tables


def _refuse_unknown(table: str, content: dict[str, Any], name: str) -> None:
    known = keys.names_in(table)
    for entry, value in content.items():
        if table == keys.PLATFORMS and isinstance(value, dict) and keys.SUBDIR.fullmatch(entry):
            _refuse_unknown(f"{table}.{entry}", value, name)
        elif entry not in (known or keys.DIFFERENCE_KEYS):
            paths = tuple(f"{table}.{key}" for key in known or keys.DIFFERENCE_KEYS)
            raise _unknown(f"{table}.{entry}", paths, name)


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
