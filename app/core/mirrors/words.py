"""How servers and their measurements are said in words; the window and the terminal share them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.core.amounts import rate_text
from app.core.catalog.mirrors import Mirrors
from app.core.consent import Consent, Kind
from app.core.network.measure import Measured
from app.core.network.trouble import host_of
from app.i18n import _, listing, ngettext

_HOUR = 3600.0


def order_text(urls: Sequence[str]) -> str:
    """Which servers a file's addresses name, in the order in which they are asked."""
    hosts = list(dict.fromkeys(map(host_of, urls)))
    if len(hosts) < 2:
        return ""
    first, *rest = hosts
    return _("Asking {first} first; where it fails, {rest}.").format(
        first=first, rest=listing(rest)
    )


def kind_title(mirrors: Mirrors, kind: Kind) -> str:
    """What a kind of file is called."""
    return _(mirrors.kinds[kind].title) if kind in mirrors.kinds else str(kind)


def consent_text(consent: Consent, mirrors: Mirrors) -> str:
    """One consented server and what it may be asked for."""
    kinds = listing(kind_title(mirrors, kind) for kind in consent.kinds)
    return f"{_(mirrors.server(consent.server).title)} ({kinds})"


def servers_text(mirrors: Mirrors, consents: Sequence[Consent]) -> str:
    """Which servers are asked, in one sentence."""
    if not consents:
        return _("The official servers are used.")
    servers = listing(consent_text(each, mirrors) for each in consents)
    return _("Asked first: {servers}; then the official ones.").format(servers=servers)


def used_now_text(mirrors: Mirrors, consents: Sequence[Consent]) -> str:
    """Which servers are asked before anything else is chosen, in one sentence."""
    if not consents:
        return _("At present the official servers are used.")
    servers = listing(consent_text(each, mirrors) for each in consents)
    return _("At present asked first: {servers}; then the official ones.").format(servers=servers)


def short_servers_text(mirrors: Mirrors, consents: Sequence[Consent]) -> str:
    """The same in a few words, without the kinds."""
    if not consents:
        return _("From the official servers")
    servers = listing(_(mirrors.server(each.server).title) for each in consents)
    return _("First from: {servers}").format(servers=servers)


def speed_text(measured: Measured) -> str:
    """How fast a server was, or why it was not reached."""
    if measured.trouble is not None:
        return _("not reachable: {why}").format(why=measured.trouble.summary)
    return rate_text(measured.rate)


def age_text(measured: Measured, now: float | None = None) -> str:
    """How old what the server handed out is; "" where it does not say."""
    if measured.modified is None:
        return ""
    hours = max(0.0, ((time.time() if now is None else now) - measured.modified) / _HOUR)
    if hours < 1:
        return _("less than an hour ago")
    if hours < 48:
        count = round(hours)
        return ngettext("{count} hour ago", "{count} hours ago", count).format(count=count)
    count = round(hours / 24)
    return ngettext("{count} day ago", "{count} days ago", count).format(count=count)
