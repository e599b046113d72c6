"""Announces a shared kit on the local network, as printers are announced (DNS-SD over mDNS)."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress

from app import __version__
from app.core.foreign_text import printable

KIND = "_seedbed._tcp.local."
# One string of a TXT record holds 255 bytes, with its key.
_LONGEST_TITLE = 80
_LONGEST_BYTES = 240


class Announcement:
    """An announcement from `begin` to `end`; where none can be made, nothing is announced."""

    def __init__(self) -> None:
        self._zeroconf: object | None = None

    def begin(self, title: str, addresses: Sequence[str], port: int) -> bool:
        """Announce; False where this computer or network cannot."""
        from zeroconf import Error, IPVersion, ServiceInfo, Zeroconf

        name = f"seedbed-{secrets.token_hex(4)}"
        info = ServiceInfo(
            KIND,
            f"{name}.{KIND}",
            port=port,
            addresses=[socket.inet_aton(address) for address in addresses],
            properties={"title": short_title(title), "path": "/", "version": __version__},
            server=f"{name}.local.",
        )
        try:
            zeroconf = Zeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)
        except (OSError, Error):
            return False
        try:
            zeroconf.register_service(info)
        except (OSError, Error):
            zeroconf.close()
            return False
        self._zeroconf = zeroconf
        return True

    def end(self) -> None:
        """Take it back."""
        from zeroconf import Error, Zeroconf

        zeroconf, self._zeroconf = self._zeroconf, None
        if isinstance(zeroconf, Zeroconf):
            with suppress(OSError, Error):
                zeroconf.unregister_all_services()
            with suppress(OSError, Error):
                zeroconf.close()


def short_title(title: str) -> str:
    """A title as long as an announcement can hold it."""
    short = printable(title)[:_LONGEST_TITLE]
    return short.encode()[:_LONGEST_BYTES].decode(errors="ignore")
