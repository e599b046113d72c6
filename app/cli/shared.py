"""`seedbed shared`: lists the workshops that are being shared in this network."""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.signals import stopped_by_signals
from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.sharing.browsing import Browser, Shared
from app.errors import ExitCode, PlanInvalid
from app.i18n import _

_SECONDS = 4.0


def run(options: argparse.Namespace) -> int:
    """Look for a few seconds; nothing is fetched from what is found."""
    cancel = Cancel()
    browser = Browser(lambda _found: None)
    with stopped_by_signals(cancel):
        if not browser.begin([options.at] if options.at else None):
            raise PlanInvalid(
                _("This computer is in no network, so nothing can be found."),
                _("Connect it to the network of the room, and try again."),
            )
        try:
            cancel.wait(_SECONDS)
            found = browser.found
        finally:
            browser.end()
    if options.json:
        sys.stdout.write(json.dumps([_as_data(one) for one in found], ensure_ascii=False) + "\n")
    else:
        _show(found)
    return int(ExitCode.DONE)


def _as_data(shared: Shared) -> dict[str, str]:
    return {"title": shared.title, "address": shared.address}


def _show(found: tuple[Shared, ...]) -> None:
    out = console()
    if not found:
        out.print(_("Nobody shares a workshop in this network, as far as can be seen."))
        out.print(_("Some networks do not let it be seen: ask for the address and open that."))
    for one in found:
        sys.stdout.write(f"{one.address}  {one.title}\n")
    if found:
        hint = _("Open it with: seedbed install {address}").format(address=found[0].address)
        out.print(hint, markup=False)
