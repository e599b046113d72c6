"""The flag by which somebody names platforms of conda, for others' computers as well."""

from __future__ import annotations

import argparse

_ALL = "all"


def add_platforms(sub: argparse._ActionsContainer, text: str, required: bool) -> None:
    """`--platform SUBDIR`, repeatable; `text` is its help."""
    sub.add_argument(
        "--platform", action="append", default=[], required=required, metavar="SUBDIR", help=text
    )


def named_platforms(asked: list[str]) -> tuple[str, ...]:
    """The platforms that were named, each once; all of them for "all"."""
    if _ALL in asked:
        from app.core.catalog.platforms import all_platforms

        return tuple(platform.subdir for platform in all_platforms())
    return tuple(dict.fromkeys(asked))
