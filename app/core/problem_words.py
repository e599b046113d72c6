"""The sentences about a run that did not end well, the same in the window and on a terminal.

What happened and what to do are the error's own sentences.
"""

from __future__ import annotations

from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.errors import Action, InstallError
from app.i18n import _, sentences

# Network trouble whose remedy says that what was downloaded is kept.
_SAY_WHAT_IS_KEPT = frozenset({Rule.NO_NETWORK, Rule.RESET, Rule.CUT, Rule.STALLED, Rule.SLOW})


def kept_text(begun: bool = True, error: InstallError | None = None) -> str:
    """What was kept of a run; `begun` tells whether its first step had started. What the remedy of
    `error` says itself is not said twice: "" where that is all."""
    if error is not None and error.action is Action.GO_ON:
        return ""  # all of it is there, as the error says
    said = isinstance(error, ServerTrouble) and error.rule in _SAY_WHAT_IS_KEPT
    if not begun:
        earlier = "" if said else _("What earlier ones finished is kept.")
        return sentences(_("Nothing was changed by this try."), earlier)
    kept = _("What was downloaded and finished is kept, so another try goes on from there.")
    rest = _("Only what was half installed was removed; your own files were not touched.")
    return sentences("" if said else kept, rest)


def saved_text() -> str:
    """Where a report is, with the place `{path}`, and what is not in it."""
    return _("Saved: {path}. It contains no passwords and not your name.")


def installed_but() -> str:
    """The heading over what can be used, although the workshop's own check has failed."""
    return _("Installed, but a check failed")


def but_usable(contact: str) -> str:
    """What that means and what to do; `contact` is the workshop's author, "" where not known."""
    works = _("You can go on; what the check found may matter in the workshop.")
    if not contact:
        return sentences(works, _("Save the report and show it to the workshop’s author."))
    told = _("Send the report to the workshop’s author: {contact}")
    return sentences(works, told.format(contact=contact))
