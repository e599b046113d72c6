"""What is announced, in a sentence for the window and the command line."""

from __future__ import annotations

from app import __version__
from app.core.updates.latest import Announced
from app.i18n import _


def announced_text(found: Announced) -> str:
    """One sentence; the link is shown beside it."""
    if not found.newer:
        return _("Seedbed {version} is the newest.").format(version=__version__)
    return _("Seedbed {version} is available; you have {own}.").format(
        version=found.version, own=__version__
    )
