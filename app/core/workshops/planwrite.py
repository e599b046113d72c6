"""Writes workshop files: commented for people, and so that a change shows as few lines.

A file that is there is edited, not replaced: its comments and its order stay. Reading is the
business of planfile.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from app.core.plan import Difference, Workshop
from app.core.workshops import keys
from app.core.workshops.planfile import SCHEMA

_HEAD = ("A Seedbed workshop: open it with Seedbed, or run", "    seedbed install THIS-FILE")
# For whoever reads the file; not translated, because it is handed to people of any language.
_COMMENTS = {
    "check": ("Run at the end, in the new environment; it has to end without an error.",),
    keys.PAGES: ("What participants see: asked, locked (the answer only) or hidden.",),
    keys.PLATFORMS: ("For whom a kit is made, and the oldest versions that must be enough there.",),
}
_MANY = 4


def write_workshop(workshop: Workshop, over: str = "") -> str:
    """The workshop as the text of its file; reading it gives the same workshop back.

    `over` is the text of a workshop file that can be read: its comments, order and spelling are
    kept, and only what differs is changed.
    """
    import tomlkit

    document: Any = tomlkit.parse(over) if over else tomlkit.document()
    if not over:
        for line in _HEAD:
            document.add(tomlkit.comment(line))
        document.add("schema", tomlkit.item(SCHEMA))
    usual = Workshop()
    for name in keys.TABLES:
        wanted = dict(_wanted(name, workshop, usual, document.get(name, {})))
        if wanted and name not in document:
            document.add(name, _table(name))
        if name in document:
            _bring_in_line(document[name], wanted)
    return tomlkit.dumps(document)


def _wanted(
    table: str, workshop: Workshop, usual: Workshop, there: MutableMapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """What shall stand in a table; usual values only where they were written out before."""
    if table == keys.PAGES:
        yield from ((page, str(rule)) for page, rule in workshop.pages)
    for key in keys.KEYS:
        value = getattr(workshop, key.field)
        if key.table == table and (value != getattr(usual, key.field) or key.name in there):
            yield key.name, value
    if table == keys.PLATFORMS:
        yield from ((one.subdir, one) for one in workshop.differences)


def _bring_in_line(table: Any, wanted: dict[str, Any]) -> None:
    for name in [name for name in table if name not in wanted]:
        del table[name]
    for name, value in wanted.items():
        if isinstance(value, Difference):
            _write_difference(table, name, value)
        elif name not in table or _plain(table[name]) != value:
            table[name] = _toml_value(value)


def _write_difference(table: Any, subdir: str, difference: Difference) -> None:
    import tomlkit

    lists = {name: getattr(difference, name) for name in keys.DIFFERENCE_KEYS}
    if subdir not in table:
        table.add(subdir, tomlkit.table())
    there = table[subdir]
    _bring_in_line(there, {name: value for name, value in lists.items() if value or name in there})


def _table(name: str) -> Any:
    import tomlkit

    table = tomlkit.table()
    for line in _COMMENTS.get(name, ()):
        table.add(tomlkit.comment(line))
    return table


def _plain(value: Any) -> Any:
    """What tomlkit has read, as it stands in a Workshop."""
    plain = value.unwrap() if hasattr(value, "unwrap") else value
    return tuple(plain) if isinstance(plain, list) else plain


def _toml_value(value: str | tuple[str, ...]) -> Any:
    import tomlkit

    if isinstance(value, str):
        return tomlkit.string(value, multiline="\n" in value and "\r" not in value)
    items = tomlkit.array()
    items.extend(value)
    return items.multiline(len(value) > _MANY)
