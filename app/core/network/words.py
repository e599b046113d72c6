"""The sentences about network trouble: one rule, one sentence, one remedy.

Deciding which rule applies belongs to trouble.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from app.i18n import _


class Rule(StrEnum):
    """Stable short names of what can be wrong between this computer and a server."""

    NO_NETWORK = "no_network"
    NO_DNS = "no_dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    RESET = "reset"
    CUT = "cut"
    STALLED = "stalled"
    SLOW = "slow"
    TLS = "tls"
    CLOCK = "clock"
    PROXY = "proxy"
    PROXY_PASSWORD = "proxy_password"
    PORTAL = "portal"
    BLOCKED = "blocked"
    GONE = "gone"
    BUSY = "busy"
    SERVER_ERROR = "server_error"
    DAMAGED = "damaged"
    DAMAGED_FILE = "damaged_file"
    RANGE = "range"
    REDIRECTS = "redirects"
    DOWNGRADE = "downgrade"
    NO_FILE = "no_file"
    BAD_ADDRESS = "bad_address"
    UNKNOWN = "unknown"


_Words = Callable[[], tuple[str, str]]

# Functions, not strings: the language is looked up at the moment the error is made.
_WORDS: Mapping[Rule, _Words] = {
    Rule.NO_NETWORK: lambda: (
        _("This computer is not connected to a network that leads to {host}."),
        _("Check the wifi or the cable, then try again. What was downloaded is kept."),
    ),
    Rule.NO_DNS: lambda: (
        _("The address {host} cannot be found from this network."),
        _("Check that you are online, and turn a VPN off or on. A phone hotspot often helps."),
    ),
    Rule.REFUSED: lambda: (
        _("{host} does not accept a connection."),
        _("Try again in a few minutes, or on another network such as a phone hotspot."),
    ),
    Rule.TIMEOUT: lambda: (
        _("{host} does not answer."),
        _("Try again in a few minutes, or on another network such as a phone hotspot."),
    ),
    Rule.RESET: lambda: (
        _("The connection to {host} breaks off again and again."),
        _("Move closer to the Wi-Fi router or use a cable, and try again. What is there is kept."),
    ),
    Rule.CUT: lambda: (
        _("The download from {host} was cut off before its end."),
        _("Try again: it continues where it stopped. A cable or another network may help."),
    ),
    Rule.STALLED: lambda: (
        _("{host} stopped sending."),
        _("Try again: it continues where it stopped. A cable or another network may help."),
    ),
    Rule.SLOW: lambda: (
        _("{host} is very slow."),
        _("Try again later or on another network. What was downloaded is kept."),
    ),
    Rule.TLS: lambda: (
        _("The encrypted connection to {host} cannot be trusted."),
        _(
            "Someone on the way (a company, a school, a virus scanner, a VPN) may be opening it."
            " Ask your helpdesk to install their certificate, or use a phone hotspot."
        ),
    ),
    Rule.CLOCK: lambda: (
        _("The clock of this computer seems to be wrong, so {host} cannot be trusted."),
        _("Let the system set date and time by itself, then try again."),
    ),
    Rule.PROXY: lambda: (
        _("The proxy that this computer is told to use does not lead to {host}."),
        _(
            "A VPN program or a setting named HTTPS_PROXY often leaves it behind: start that"
            " program, or turn the proxy off in the system's network settings, and try again."
        ),
    ),
    Rule.PROXY_PASSWORD: lambda: (
        _("The proxy of this network wants a user name and a password before {host} answers."),
        _("Ask your helpdesk for the proxy address with its login, or use a phone hotspot."),
    ),
    Rule.PORTAL: lambda: (
        _("Instead of the file, a web page came: this network wants you to sign in first."),
        _("Open any page in a web browser, sign in to the wifi there, then try again."),
    ),
    Rule.BLOCKED: lambda: (
        _("{host} refuses to hand out this file to this network."),
        _("Choose another server, or another network such as a phone hotspot."),
    ),
    Rule.GONE: lambda: (
        _("{host} does not have this file."),
        _("Choose another version or another server; the file may have been moved or renamed."),
    ),
    Rule.BUSY: lambda: (
        _("{host} is overloaded and asks to come back later."),
        _("Wait some minutes and try again. A class can share one kit on a USB stick instead."),
    ),
    Rule.SERVER_ERROR: lambda: (
        _("{host} has a fault of its own at the moment."),
        _("Try again in a few minutes, or choose another server."),
    ),
    Rule.DAMAGED: lambda: (
        _("What {host} sent is damaged or altered; it was not run."),
        _("Try again on another network or server. If it stays so, tell whoever offers the file."),
    ),
    Rule.DAMAGED_FILE: lambda: (
        _("The file {host} is damaged or altered; it was not used."),
        _("Copy the whole kit again; whoever made it can look at it with: seedbed kit check"),
    ),
    Rule.RANGE: lambda: (
        _("{host} cannot continue a download where it stopped."),
        _("Try again; if it fails each time, choose another server."),
    ),
    Rule.REDIRECTS: lambda: (
        _("{host} sends us in circles and never to the file."),
        _("Sign in to the wifi in a web browser if it asks for that, or choose another server."),
    ),
    Rule.DOWNGRADE: lambda: (
        _("{host} wants to continue without encryption, which is not safe."),
        _("Sign in to the wifi in a web browser if it asks for that, or choose another server."),
    ),
    Rule.NO_FILE: lambda: (
        _("The file {host} cannot be read."),
        _("Check that the USB stick or folder is still there and complete."),
    ),
    Rule.BAD_ADDRESS: lambda: (
        _("This is not an address that files can be fetched from."),
        _("Check the address in the workshop file or catalogue."),
    ),
    Rule.UNKNOWN: lambda: (
        _("The download from {host} failed, and we do not know why."),
        _("Try again. If it stays so, copy the report and ask for help."),
    ),
}


# Where the remedy is another server; elsewhere the same one is asked again.
HELPED_BY_ANOTHER_SERVER = frozenset(
    {
        *(Rule.SLOW, Rule.BLOCKED, Rule.GONE, Rule.BUSY, Rule.SERVER_ERROR),
        *(Rule.DAMAGED, Rule.RANGE, Rule.REDIRECTS, Rule.DOWNGRADE),
    }
)


def words(rule: Rule, host: str, proxy: str = "") -> tuple[str, str]:
    """Sentence and remedy of a rule, in the person's language; `proxy` is named where it is to
    blame."""
    sentence, remedy = _WORDS[rule]()
    if rule is Rule.PROXY and proxy:
        sentence = _("The proxy {proxy} that this computer is told to use does not lead to {host}.")
    return sentence.format(host=host, proxy=proxy), remedy
