"""What `--package` and `--without` come to together, read from left to right.

Which libraries a workshop or list brings, and whether they can be had, is not known here.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass

from app.cli.library_arguments import PACKAGE
from app.core.libraries.choosing import refuse_unknown
from app.core.specs import parse_spec
from app.core.specs.spec_names import name_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """The libraries that are added as specs, and the names of those that are not kept as they
    were: left out, or wanted otherwise now."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]


def wishes_of(options: argparse.Namespace) -> Wishes:
    """What the options say, read from left to right, so that the end of a line that was tried
    before can say otherwise. Raises PlanInvalid for what is no library."""
    added: dict[str, str] = {}
    dropped: list[str] = []
    for option, text in options.wishes:
        spec = parse_spec(text)
        added.pop(spec.name, None)
        dropped.append(spec.name)
        if option == PACKAGE:
            added[spec.name] = spec.text
    return Wishes(tuple(added.values()), tuple(dict.fromkeys(dropped)))


def refuse_idle(options: argparse.Namespace, there: Iterable[str]) -> None:
    """Raise PlanInvalid for a `--without` that leaves nothing out, most likely a slip: neither
    `there`, the specs before the options, nor a `--package` has that library."""
    known = [name_of(text) for text in (*there, *options.package)]
    for text in options.without:
        refuse_unknown(parse_spec(text).name, known)
