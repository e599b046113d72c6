"""Searches in the names of packages and what is said about them, best first, as a person types.

Fast enough for every key: 30,000 names take a few milliseconds. Reading a channel is
`channel_index`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.catalog.libraries import Library, all_libraries
from app.core.packages.channel_index import ChannelIndex
from app.i18n import _

MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One package: its conda name, a title where we know one, what it is for ("" for unknown).

    `known` tells that it is in our catalogue; `here` is off where the channels lack it.
    """

    name: str
    title: str = ""
    purpose: str = ""
    known: bool = False
    here: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A package with the texts that are compared, folded."""

    found: Found
    names: tuple[str, ...]
    text: str


class PackageSearch:
    """All that can be found: our libraries, and the names of an index where there is one."""

    def __init__(self, index: ChannelIndex | None = None) -> None:
        self.index = index
        here = frozenset(index.names) if index is not None else None
        said = index.descriptions if index is not None else {}
        libraries = all_libraries()
        self._entries = [_known(library, here) for library in libraries]
        mine = {library.name for library in libraries}
        # Shorter names first: what somebody means is rarely the longest name with these letters.
        others = sorted((here or frozenset()) - mine, key=lambda name: (len(name), name))
        self._entries += [_other(name, said.get(name, "")) for name in others]
        self._names = mine | (here or frozenset())

    def has(self, name: str) -> bool | None:
        """Whether there is a package of this name; None while nobody knows all names."""
        if self.index is None:
            return True if name in self._names else None
        return name in self._names

    def find(self, text: str, most: int = MOST) -> tuple[Found, ...]:
        """The packages that `text` could mean: exact name, beginning, part of a name, all words
        in the description; in each our libraries first. Without words: our libraries."""
        words = text.casefold().split()
        if not words:
            return tuple(entry.found for entry in self._entries if entry.found.known)
        whole = _key(" ".join(words))
        exact: list[Found] = []
        begins: list[Found] = []
        parts: list[Found] = []
        rest: list[_Entry] = []
        for entry in self._entries:
            # The first name alone decides for nearly all: a loop over names would be slow.
            if whole in entry.names[0] or (len(entry.names) > 1 and _among(whole, entry.names)):
                _rank(entry, whole, exact, begins, parts)
            else:
                rest.append(entry)
        found = [*exact, *begins, *parts]
        if len(found) < most:
            found += [e.found for e in rest if all(word in e.text for word in words)]
        return tuple(found[:most])


def _among(whole: str, names: tuple[str, ...]) -> bool:
    return any(whole in name for name in names)


def _rank(
    entry: _Entry, whole: str, exact: list[Found], begins: list[Found], parts: list[Found]
) -> None:
    if whole in entry.names:
        exact.append(entry.found)
    elif any(name.startswith(whole) for name in entry.names):
        begins.append(entry.found)
    else:
        parts.append(entry.found)


def _known(library: Library, here: frozenset[str] | None) -> _Entry:
    title, purpose = _(library.title), _(library.purpose)
    found = Found(library.name, title, purpose, True, here is None or library.name in here)
    names = (library.name, title, *library.aliases, *library.variants)
    text = f"{library.name} {title} {purpose} {library.purpose}".casefold()
    return _Entry(found, tuple(dict.fromkeys(map(_key, names))), text)


def _other(name: str, said: str) -> _Entry:
    return _Entry(Found(name, purpose=said), (_key(name),), f"{name} {said}".casefold())


def _key(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
