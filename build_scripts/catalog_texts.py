"""Finds the sentences of resources/catalog/*.toml that the program passes through `_()`.

A Babel extractor. Which sentences of app/*.py are translated is Babel's own business.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO

# Which fields of which table the program shows to people; a table stands for all its values.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "distribution": ("title", "publisher", "summary", "licence_name", "licence_text"),
    "kind": ("title",),
    "library": ("title", "purpose"),
    "platform": ("title",),
    "preset": ("title", "purpose"),
    "server": ("title", "lacks"),
}


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Give (line, no function, sentence, no comments) for each sentence, as Babel asks for it.

    Raises tomllib.TOMLDecodeError for a file that is not TOML.
    """
    text = fileobj.read().decode("utf-8")
    lines = text.splitlines()
    for sentence in _sentences(tomllib.loads(text)):
        first = sentence.partition("\n")[0]
        found = (number for number, line in enumerate(lines, 1) if first in line)
        yield next(found, 1), None, sentence, []


def _sentences(data: Mapping[str, object]) -> Iterator[str]:
    for table, fields in FIELDS.items():
        rows = data.get(table, [])
        for row in rows if isinstance(rows, list) else []:
            for field in fields:
                value = row.get(field, "")
                values = value.values() if isinstance(value, dict) else (value,)
                # Stripped, as the program does before it looks a long text up.
                yield from (each.strip() for each in values if each.strip())
