"""argparse's own words in the person's language: it looks them up by a `_` of its module.

What argparse says that does not stand here stays English.
"""

from __future__ import annotations

import argparse

from app.i18n import _


def translate_argparse() -> None:
    """From now on argparse asks our catalogue."""
    setattr(argparse, "_", _)  # noqa: B010 - typeshed knows no such name


def known_words() -> tuple[str, ...]:
    """What argparse says, here so that the catalogue has it."""
    return (
        _("usage: "),
        _("options"),
        _("positional arguments"),
        _("show this help message and exit"),
        _("%(prog)s: error: %(message)s\n"),
        _("argument %(argument_name)s: %(message)s"),
        _("the following arguments are required: %s"),
        _("one of the arguments %s is required"),
        _("unrecognized arguments: %s"),
        _("ambiguous option: %(option)s could match %(matches)s"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("invalid %(type)s value: %(value)r"),
        _("ignored explicit argument %r"),
        _("not allowed with argument %s"),
        _("expected one argument"),
        _("expected at least one argument"),
    )
