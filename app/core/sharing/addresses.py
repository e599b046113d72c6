"""The addresses of this computer in the local network, most useful first."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

import psutil

# An address for documentation: nothing is sent to it, it only tells which way it would go.
_ELSEWHERE = ("192.0.2.1", 9)


def local_addresses() -> tuple[str, ...]:
    """All IPv4 addresses at which others may reach this computer; empty without a network."""
    up = {name for name, status in psutil.net_if_stats().items() if status.isup}
    found = [
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        if name in up
        for entry in entries
        if entry.family == socket.AF_INET
    ]
    return ordered(found, _on_the_way_out())


def ordered(found: Iterable[str], first: str = "") -> tuple[str, ...]:
    """Without this computer's own loopback; `first` comes first, those that a computer gives to
    itself for want of a network last."""
    parsed = {ipaddress.IPv4Address(text) for text in found}
    useful = [address for address in parsed if not address.is_loopback]
    useful.sort(key=lambda one: (str(one) != first, one.is_link_local, not one.is_private, one))
    return tuple(map(str, useful))


def _on_the_way_out() -> str:
    """The address that this computer uses for the rest of the world; "" for none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""
