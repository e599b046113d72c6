"""What may be said to `seedbed mirrors`, which has commands of its own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import commands
from app.core.consent import Kind
from app.i18n import _, listing

LIST, MEASURE, USE, BACK = "list", "measure", "use", "official"


def add_mirrors(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `mirrors` with its own commands to the command line."""
    text = _("list, measure and choose the servers that files come from")
    top = subparsers.add_parser("mirrors", help=text, description=text)
    top.set_defaults(command=commands.mirrors, action=LIST)
    top.add_argument("--json", action="store_true", help=_("answer as JSON"))
    parts = top.add_subparsers(metavar="ACTION")
    _action(parts, LIST, _("list the servers (this is done without ACTION too)"))
    speed = _action(parts, MEASURE, _("measure each; changes nothing"))
    _for(speed, _("measure only these, with commas between: {kinds}"))
    use = _action(parts, USE, _("ask a server first, from now on"))
    use.add_argument("name", nargs="+", metavar="NAME", help=_("server; several: in this order"))
    _for(use, _("use it only for these, with commas between: {kinds}"))
    back = _action(parts, BACK, _("go back to the official servers"))
    for part in (use, back):
        part.add_argument(
            *("--in", "-i"),
            dest="folder",
            type=Path,
            metavar="DIR",
            help=_("change the settings of the conda in DIR too, as far as Seedbed wrote them"),
        )


def _action(parts: Any, name: str, text: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=text, description=text)
    part.set_defaults(action=name)
    part.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=_("answer as JSON")
    )
    return part


def _for(part: argparse.ArgumentParser, text: str) -> None:
    part.add_argument(
        "--for", dest="kinds", type=_kinds, default=(), metavar="KINDS",
        help=text.format(kinds=listing(Kind)),
    )  # fmt: skip


def _kinds(text: str) -> tuple[Kind, ...]:
    try:
        return tuple(Kind(part.strip()) for part in text.split(","))
    except ValueError as error:
        sentence = _("“{text}” is not among: {kinds}").format(text=text, kinds=listing(Kind))
        raise argparse.ArgumentTypeError(sentence) from error
