"""Searches in the names of packages and what is said about them, best first, as a person types.

Fast enough for every key: 30,000 names take a few milliseconds. Reading a channel is
`channel_index`'s business.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from app.core.catalog.libraries import Library, all_libraries
from app.core.packages.channel_index import ReadIndex
from app.core.packages.ways_out import OURS
from app.i18n import _

MOST = 200
_NOTHING = ReadIndex()
_MARK = "\t"  # around each name, so that a beginning and a whole name can be looked for


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


class _Lines:
    """Many short texts as one long one: looking through it at once is what makes it fast."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines = [f"{text}\n" for text in texts]
        self._starts = list(accumulate(map(len, self._lines), initial=0))
        self._whole = "".join(self._lines)

    def with_part(self, part: str) -> Iterator[int]:
        """The numbers of the lines that contain `part`, in order."""
        at = self._whole.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._whole.find(part, self._starts[number + 1])

    def has_all(self, number: int, words: Sequence[str]) -> bool:
        """Whether one line contains all these words."""
        return all(word in self._lines[number] for word in words)


class PackageSearch:
    """All that can be found: our libraries, and the names of an index where there is one."""

    def __init__(self, read: ReadIndex = _NOTHING) -> None:
        self.read = read
        index = read.index
        here = frozenset(index.names) if index is not None else None
        said = index.descriptions if index is not None else {}
        libraries = all_libraries()
        mine = {library.name for library in libraries} | set(OURS)
        # Shorter names first: what somebody means is rarely the longest name with these letters.
        others = sorted((here or frozenset()) - mine, key=lambda name: (len(name), name))
        known = [(_known(library, here), _names(library)) for library in libraries]
        rest = [(Found(n, purpose=said.get(n, "")), f"{_MARK}{_key(n)}{_MARK}") for n in others]
        absent = [pair for pair in known if not pair[0].here]
        ordered = [*(pair for pair in known if pair[0].here), *rest, *absent]
        self._known = tuple(found for found, _name in known)
        self._found = [found for found, _name in ordered]
        self._all_names = mine if here is None else here
        self._names = _Lines(names for _found, names in ordered)
        self._texts = _Lines(
            f"{each.name} {each.title} {each.purpose}".casefold() for each in self._found
        )

    def has(self, name: str) -> bool | None:
        """Whether there is a package of this name; None while nobody knows all names."""
        if self.read.index is None:
            return True if name in self._all_names else None
        return name in self._all_names

    def find(self, text: str, most: int = MOST) -> tuple[Found, ...]:
        """The packages that `text` could mean: exact name, beginning, part of a name, all words
        in the description; in each our libraries first, and last what is not here.

        Without words: our libraries."""
        words = text.casefold().split()
        if not words:
            return self._known
        numbers = dict.fromkeys(islice(self._by_name(_key(" ".join(words))), most))
        longest = max(words, key=len)
        for number in self._texts.with_part(longest):
            if len(numbers) >= most:
                break
            if self._texts.has_all(number, words):
                numbers.setdefault(number)
        return tuple(self._found[number] for number in numbers)

    def _by_name(self, whole: str) -> Iterator[int]:
        """Each number once, best first."""
        seen: set[int] = set()
        for part in (f"{_MARK}{whole}{_MARK}", f"{_MARK}{whole}", whole):
            for number in self._names.with_part(part):
                if number not in seen:
                    seen.add(number)
                    yield number


def _known(library: Library, here: frozenset[str] | None) -> Found:
    there = here is None or library.name in here
    return Found(library.name, _(library.title), _(library.purpose), True, there)


def _names(library: Library) -> str:
    """All that a library is called, each name between marks."""
    names = (library.name, _(library.title), *library.aliases, *library.variants)
    return _MARK + _MARK.join(dict.fromkeys(map(_key, names))) + _MARK


def _key(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-").replace(_MARK, "-")
