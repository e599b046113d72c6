"""Searching in what the plan's channels have, for window and command line alike.

Ranking is `packages.search`'s business, reading `packages.channel_index`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.catalog.channels import addresses
from app.core.packages.channel_index import ChannelIndex, IndexReader, PackageFact
from app.core.plan import Plan
from app.core.session import Session
from app.errors import InstallError
from app.i18n import _


def index_reader(session: Session, plan: Plan, subdir: str, cancel: Cancel) -> IndexReader:
    """What reads the index of the plan's channels. Raises PlanInvalid for a wrong channel."""
    channels = addresses(plan.workshop.channels, plan.target.source)
    return IndexReader(session.quiet_solver(cancel), session.download, channels, subdir)


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """The index, or why there is none."""

    index: ChannelIndex | None = None
    error: InstallError | None = None


def read_index(session: Session, plan: Plan, subdir: str, cancel: Cancel) -> ReadIndex:
    """The names with their descriptions. Raises Cancelled only."""
    try:
        reader = index_reader(session, plan, subdir, cancel)
        return ReadIndex(reader.described(reader.names(), cancel))
    except InstallError as error:
        return ReadIndex(error=error)


def index_sentence(read: ReadIndex) -> str:
    """What to know about the list of packages; "" where it is whole and new."""
    if read.index is None:
        return _(
            "The channel cannot be asked now, so only the libraries that we know are searched."
        )
    if not read.index.fresh:
        return _("The channel cannot be asked now; this is what it had last time.")
    return ""


def fact_words(fact: PackageFact | None) -> str:
    """The size of a package in words; "" while nobody knows it."""
    return "" if fact is None or fact.size is None else bytes_text(fact.size)


def facts_of(reader: IndexReader, names: Sequence[str], python: str) -> dict[str, PackageFact]:
    """Newest fitting builds; none where the channel cannot be asked. Raises Cancelled only."""
    if not names:
        return {}
    try:
        return reader.facts(names, python)
    except InstallError:
        return {}
