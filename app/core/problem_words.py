"""The sentences about a run that did not end well, the same in the window and on a terminal.

What happened and what to do are the error's own sentences.
"""

from __future__ import annotations

from app.i18n import _


def kept_text(begun: bool = True) -> str:
    """What was kept of a run; `begun` tells whether its first step had started."""
    if not begun:
        return _("Nothing was changed by this try; what earlier ones finished is kept.")
    return _(
        "What was downloaded and finished is kept, so another try goes on from there. Half-made "
        "parts were removed; your own files were not touched."
    )


def saved_text() -> str:
    """Where a report is, with the place `{path}`, and what is not in it."""
    return _("Saved: {path}. It contains no passwords and not your name.")
