"""What is in the cache, what would be removed and what was, in sentences for both front ends."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.amounts import bytes_text
from app.core.cache.cleaning import Entry, Removed, oldest
from app.core.cache.kind import CacheKind
from app.i18n import _, ngettext, sentences


@dataclass(frozen=True, slots=True)
class KindSum:
    """All entries of one kind: how many, their bytes, the bytes that removing them frees, how
    many of them a run is using, and when the oldest was written (seconds since the epoch)."""

    kind: CacheKind
    number: int
    size: int
    freed: int
    in_use: int
    oldest: float


def by_kind(entries: Sequence[Entry]) -> tuple[KindSum, ...]:
    """The sums of the kinds that there are."""
    sums = []
    for kind in CacheKind:
        own = [entry for entry in entries if entry.kind is kind]
        since = oldest(own)
        if since is None:
            continue
        size, freed = sum(one.used.size for one in own), sum(one.used.freed for one in own)
        sums.append(KindSum(kind, len(own), size, freed, sum(one.in_use for one in own), since))
    return tuple(sums)


def kind_text(kind: CacheKind) -> str:
    """What a kind is called."""
    match kind:
        case CacheKind.INSTALLERS:
            return _("Installers of conda")
        case CacheKind.PACKAGES:
            return _("Libraries, as they were downloaded")
        case CacheKind.UNPACKED:
            return _("Unpacked libraries of an unfinished installation")
        case CacheKind.PARTIALS:
            return _("Unfinished downloads")
        case CacheKind.REPODATA:
            return _("Lists of available libraries")
        case CacheKind.KITS:
            return _("Unpacked kits")
        case CacheKind.MATERIALS:
            return _("Materials of workshops")


def line_text(line: KindSum) -> str:
    """One kind with its number, bytes and age."""
    text = ngettext(
        "{kind}: {size} ({number} item from {day})",
        "{kind}: {size} ({number} items, the oldest from {day})",
        line.number,
    ).format(
        kind=kind_text(line.kind),
        number=line.number,
        size=bytes_text(line.size),
        day=time.strftime("%Y-%m-%d", time.localtime(line.oldest)),
    )
    if line.in_use:
        return _("{text} (in use at this moment: {number})").format(text=text, number=line.in_use)
    return text


def going_text(entries: Sequence[Entry]) -> str:
    """What removing these entries means; says honestly what it frees."""
    if not entries:
        return _("There is nothing to remove.")
    size, freed = sum(e.used.size for e in entries), sum(e.used.freed for e in entries)
    text = ngettext(
        "{number} item will be removed; that frees {freed}.",
        "{number} items will be removed; that frees {freed}.",
        len(entries),
    ).format(number=len(entries), freed=bytes_text(freed))
    return sentences(text, _shared()) if freed < size else text


def total_text(entries: Sequence[Entry]) -> str:
    """All entries together."""
    if not entries:
        return _("Nothing is kept.")
    size, freed = sum(e.used.size for e in entries), sum(e.used.freed for e in entries)
    if freed == size:
        return _("Together {size}.").format(size=bytes_text(size))
    text = _("Together {size}; removing all of it would free {freed}.").format(
        size=bytes_text(size), freed=bytes_text(freed)
    )
    return sentences(text, _shared())


def removed_text(removed: Removed) -> str:
    """What was removed."""
    text = ngettext(
        "{number} item was removed, {freed} are free again.",
        "{number} items were removed, {freed} are free again.",
        removed.number,
    ).format(number=removed.number, freed=bytes_text(removed.freed))
    if not removed.kept:
        return text
    kept = ngettext(
        "{number} item is in use or protected and was kept.",
        "{number} items are in use or protected and were kept.",
        len(removed.kept),
    ).format(number=len(removed.kept))
    return sentences(text, kept)


def _shared() -> str:
    return _("The rest is shared with installed environments and takes no space of its own.")
