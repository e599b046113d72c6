"""`--package` and `--without`, with the order in which they are given: a later word counts.

What they come to together is `wishes`' business.
"""

from __future__ import annotations

import argparse

from app.i18n import _

PACKAGE, WITHOUT = "package", "without"


class _InOrder(argparse.Action):
    """Keeps the texts of its own option, and the order in which all of them were given."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        _option: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), values])
        namespace.wishes = [*namespace.wishes, (self.dest, values)]


def add_libraries(group: argparse._ActionsContainer, without_text: str) -> None:
    """Both options; `without_text` is the help of the second."""
    group.set_defaults(wishes=[])
    for dest, metavar, text in (
        (PACKAGE, "SPEC", _("a library; repeatable")),
        (WITHOUT, "NAME", without_text),
    ):
        group.add_argument(f"--{dest}", action=_InOrder, default=[], metavar=metavar, help=text)
