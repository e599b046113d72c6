"""How errors, findings and rows look as text on a terminal."""

from __future__ import annotations

import os
import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from app.core.finding import Finding, Level, WayOut, way_titles
from app.core.foreign_text import one_line, printable
from app.core.machine.check_machine import Row
from app.core.packages.unsolvable import Unsolvable
from app.errors import InstallError
from app.i18n import _, labelled, sentences

_MARKS = {Level.OK: "✓", Level.NOTE: "i", Level.WARN: "!", Level.STOP: "✗"}
_STYLES = {Level.OK: "green", Level.NOTE: "cyan", Level.WARN: "yellow", Level.STOP: "bold red"}
_SHOWN_DETAIL_LINES = 30


def nobody_reads() -> None:
    """Whoever read standard output has gone: what is still written there goes nowhere.

    Otherwise Python would fail once more when it empties its buffer at the end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Quiet(Console):
    """Writes what others wrote as text only: nothing in it moves the terminal."""

    def render_str(self, text: str, **how: Any) -> Text:
        """rich's own: a text as it will be drawn."""
        lines = (printable(line.expandtabs()) for line in text.split("\n"))
        return super().render_str("\n".join(lines), **how)


def console() -> Console:
    """The console for people: standard error, so that results can be piped."""
    return _Quiet(file=sys.stderr, highlight=False, soft_wrap=True, emoji=False)


def show_error(error: InstallError) -> None:
    """What happened, what to do, and the last lines of the details."""
    out = console()
    out.print(f"[bold red]✗[/] {escape(one_line(error.summary))}")
    if error.remedy:
        out.print(f"  {escape(one_line(error.remedy))}")
    for line in _shown_lines(error.detail):
        out.print(f"  [dim]{escape(line)}[/]")

    for line in _ways_out(error.ways_out if isinstance(error, Unsolvable) else ()):
        out.print(escape(line))


def _shown_lines(detail: str) -> list[str]:
    """The end of the details; what was tried five times and failed alike is told once."""
    lines = dict.fromkeys(
        printable(line.expandtabs()) for line in detail.splitlines() if line.strip()
    )
    return list(lines)[-_SHOWN_DETAIL_LINES:]


def _ways_out(ways_out: tuple[WayOut, ...]) -> list[str]:
    return [
        _("  or: {change} ({options})").format(change=title, options=way.typed)
        for way, title in zip(ways_out, way_titles(ways_out), strict=True)
    ]


def show_finding(finding: Finding) -> None:
    """One finding with its remedy."""
    mark, style = _MARKS[finding.level], _STYLES[finding.level]
    text = sentences(one_line(finding.sentence), one_line(finding.remedy))
    console().print(f"[{style}]{mark}[/] {escape(text)}")


def row_text(row: Row, with_details: bool = False) -> str:
    """One fact about the machine as a line of text, and a line for each technical detail."""
    extra = f" — {sentences(row.sentence, row.remedy)}" if row.sentence else ""
    told = labelled(row.title, row.value or _("unknown"))
    line = one_line(f"{_MARKS[row.level]} {told}{extra}")
    details = map(one_line, row.details if with_details else ())
    return "\n      ".join([line, *details])


def finding_text(finding: Finding) -> str:
    """One finding as a line of text, and a line for each way out."""
    told = sentences(one_line(finding.sentence), one_line(finding.remedy))
    text = f"{_MARKS[finding.level]} {told}"
    detail = [f"    {line}" for line in _shown_lines(finding.detail)]
    return "\n  ".join([text, *detail, *_ways_out(finding.ways_out)])
