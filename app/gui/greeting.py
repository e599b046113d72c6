"""The first words of the window: the cover says them while it loads, then Welcome does."""

from __future__ import annotations

from app.i18n import _


def heading() -> str:
    """The greeting."""
    return _("Welcome to Seedbed")


def lead() -> str:
    """What the program does, in two sentences."""
    return _(
        "Seedbed sets up Python for machine learning on this computer and proves that it "
        "works. Nothing is installed before you have seen and confirmed the whole plan."
    )
