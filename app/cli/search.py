"""`seedbed search`: finds packages in the channels of a workshop, as the Libraries page does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.libraries.searching import (
    fact_words,
    facts_of,
    index_reader,
    index_sentence,
    read_index,
)
from app.core.packages.channel_index import PackageFact, ReadIndex
from app.core.packages.search import MOST, Found, PackageSearch
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import ExitCode
from app.i18n import _


def run(options: argparse.Namespace) -> int:
    """Print what was found, best first; the network's exit code where no channel could be asked
    and nothing was found."""
    session, cancel = Session.start(), Cancel()
    plan = _plan(options, session, cancel)
    subdir = session.subdir
    read = read_index(session, plan, subdir, cancel)
    found = PackageSearch(read).find(options.words, MOST)
    facts: dict[str, PackageFact] = {}
    if read.index is not None:
        names = [each.name for each in found if each.here]
        reader = index_reader(session, plan, subdir, cancel)
        facts = facts_of(reader, names, plan.workshop.python)
    if options.json:
        data = {"found": _as_data(found, facts), "whole": read.index is not None}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    else:
        _show(found, facts, read)
    no_answer = read.error is not None and not found
    return int(read.error.exit_code if read.error is not None and no_answer else ExitCode.DONE)


def _plan(options: argparse.Namespace, session: Session, cancel: Cancel) -> Plan:
    plan = session.new_plan()
    if options.place:
        opened = open_workshop(options.place, session, cancel)
        plan = session.opened(opened.workshop, opened.source)
    if options.channel:
        plan = plan.with_workshop(channels=tuple(options.channel))
    return plan.with_workshop(python=options.python) if options.python else plan


def _as_data(found: Sequence[Found], facts: Mapping[str, PackageFact]) -> list[dict[str, Any]]:
    """Bytes; null where they are not known."""
    return [
        {
            "name": each.name,
            "title": each.title,
            "description": each.purpose,
            "available": each.here,
            "version": facts[each.name].version if each.name in facts else None,
            "size": facts[each.name].size if each.name in facts else None,
        }
        for each in found
    ]


def _show(found: Sequence[Found], facts: Mapping[str, PackageFact], read: ReadIndex) -> None:
    sentence = index_sentence(read)
    if sentence:
        console().print(sentence, markup=False)
    if not found:
        console().print(_("Nothing was found."), markup=False)
    for each in found:
        fact = facts.get(each.name)
        parts = (each.name, fact.version if fact else "", fact_words(fact))
        why = "" if each.here else _("The channels do not have it for this computer.")
        line = "  ".join(part for part in parts if part)
        about = [f"    {text}" for text in (each.purpose, why) if text]
        sys.stdout.write("\n".join([line, *about]) + "\n")
