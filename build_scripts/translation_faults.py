"""Says what is wrong with a catalogue of translations.

Whether a translation reads well is not seen here, only what would break the program or leave a
sentence in English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

_MNEMONIC = re.compile(r"(?<!&)&(?=[^\s&])")


def faults(code: Catalog, translated: Catalog) -> list[str]:
    """One line for each fault of `translated` beside the sentences of `code`, sorted."""
    found: list[str] = []
    for message in code:
        known = translated.get(message.id) if message.id else message
        if known is None or known.id != message.id or not all(_forms(known.string)):
            found.append(f"missing: {_named(message)}")
    for message in translated:
        if message.id:
            found += [f"{fault}: {_named(message)}" for fault in _wrong(message, code)]
    return sorted(found)


def _wrong(message: Message, code: Catalog) -> Iterator[str]:
    known = code.get(message.id)
    if known is None or known.id != message.id:
        yield "stale (no longer in the program)"
        return
    if message.fuzzy:
        yield "guessed (marked as fuzzy)"
    sentence = _forms(message.id)[-1]
    for text in filter(None, _forms(message.string)):
        if _placeholders(text) != _placeholders(sentence):
            yield "placeholders differ"
        if len(_MNEMONIC.findall(text)) != len(_MNEMONIC.findall(sentence)):
            yield "mnemonic (&) lost or doubled"
        if _ends(text) != _ends(sentence):
            yield "line breaks at the ends differ"


def _forms(text: object) -> tuple[str, ...]:
    """The singular and plural forms, or the one form there is; "" where one is missing."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def _placeholders(text: str) -> Counter[tuple[str, str, str]] | None:
    """What stands in braces, with its format; None if str.format could not read it."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    return Counter(
        (name, spec or "", conversion or "")
        for _literal, name, spec, conversion in parts
        if name is not None
    )


def _ends(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip("\n")), len(text) - len(text.rstrip("\n"))


def _named(message: Message) -> str:
    """The sentence in one line, and where it stands if that is known."""
    sentence = repr(_forms(message.id)[0])
    places = [f"{file}:{line}" if line else file for file, line in message.locations]
    return f"{sentence} ({places[0]})" if places else sentence
