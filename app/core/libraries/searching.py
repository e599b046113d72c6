"""Searching in what the plan's channels have, for window and command line alike.

Ranking is `packages.search`'s business, reading `packages.channel_index`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.catalog.channels import addresses
from app.core.packages.channel_index import IndexReader, PackageFact, ReadIndex
from app.core.packages.search import PackageSearch
from app.core.plan import Plan
from app.core.session import Session
from app.core.specs.pasted import read_pasted
from app.core.specs.specfile import SpecFile
from app.core.specs.words import is_command, parse_words
from app.errors import InstallError, PlanInvalid
from app.i18n import _

_SEVERAL = re.compile(r"[,，;=<>~!]|\n")


def index_reader(session: Session, plan: Plan, subdir: str, cancel: Cancel) -> IndexReader:
    """What reads the index of the plan's channels. Raises PlanInvalid for a wrong channel."""
    channels = addresses(plan.workshop.channels, plan.target.source)
    return IndexReader(session.quiet_solver(cancel), session.download, channels, subdir)


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
        return _("No answer from the channel now; only libraries that we know are searched.")
    if not read.index.fresh:
        return _("No answer from the channel now; this is what it had last time.")
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


def meant_by(text: str, search: PackageSearch) -> SpecFile | None:
    """What a text names that was pasted or confirmed; None where it is only to be searched for.

    Raises PlanInvalid, in one plain sentence, for a word or a list that cannot be used.
    """
    if _SEVERAL.search(text.strip()) or is_command(text):
        return read_pasted(text)
    try:
        names = [spec.name for spec in parse_words(text)]
    except PlanInvalid:
        return None
    # One word that nobody can look up may be a package; two are more likely a question.
    answers = {search.has(name) for name in names}
    if names and (answers == {True} or (answers == {None} and len(names) == 1)):
        return read_pasted(text)
    return None
