"""`seedbed cache`: shows what Seedbed keeps that can be fetched again; `cache clean` removes it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

from rich.prompt import Confirm

from app.cli.arguments import CLEAN
from app.cli.texts import console
from app.core.cache.age import USUAL_DAYS
from app.core.cache.cleaning import Choice, Entry, Removed, chosen, clean, survey
from app.core.cache.kind import CacheKind
from app.core.cache.words import by_kind, going_text, line_text, removed_text, total_text
from app.errors import Cancelled, ExitCode, PlanInvalid
from app.i18n import _
from app.paths import cache_folder, state_folder


def run(options: argparse.Namespace) -> int:
    """Show the cache, or clean it."""
    entries = survey(cache_folder(), state_folder())
    if options.action == CLEAN:
        return _clean(entries, options)
    if options.json:
        _write(_as_data(entries))
    else:
        lines = [str(cache_folder()), *(f"  {line_text(line)}" for line in by_kind(entries))]
        sys.stdout.write("\n".join([*lines, total_text(entries)]) + "\n")
    return int(ExitCode.DONE)


def _clean(entries: tuple[Entry, ...], options: argparse.Namespace) -> int:
    going = chosen(entries, _choice(options), time.time())
    out = console()
    if not options.json:
        for line in by_kind(going):
            out.print(f"  {line_text(line)}", markup=False)
        out.print(going_text(going), markup=False)
    if going and not options.yes:
        _ask()
    removed = clean(going, cache_folder(), state_folder()) if going else Removed(0, 0)
    if options.json:
        kept = [str(path) for path in removed.kept]
        result = {"removed": removed.number, "freed": removed.freed, "kept": kept}
        _write({**_as_data(going), **result})
    elif going:
        out.print(removed_text(removed), markup=False)
    return int(ExitCode.DONE)


def _choice(options: argparse.Namespace) -> Choice:
    days: float | None = options.older_than
    if days is None and not (options.all or options.partials):
        days = USUAL_DAYS
    kinds = frozenset({CacheKind.PARTIALS}) if options.partials else frozenset(CacheKind)
    return Choice(days, kinds)


def _ask() -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        raise PlanInvalid(
            _("Nothing was removed: nobody can be asked here."),
            _("Add --yes to remove it without being asked."),
        )
    if not Confirm.ask(_("Remove it?"), console=console(), default=False):
        raise Cancelled


def _as_data(entries: Sequence[Entry]) -> dict[str, object]:
    """Bytes, numbers and seconds since the epoch."""
    return {
        "folder": str(cache_folder()),
        "kinds": [asdict(line) for line in by_kind(entries)],
        "number": len(entries),
        "size": sum(entry.used.size for entry in entries),
        "would_free": sum(entry.used.freed for entry in entries),
    }


def _write(data: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
