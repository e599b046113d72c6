"""Finds the kits that are announced on the local network. Nothing is fetched from them.

What an announcement says is somebody else's text: only an address in the local network is
believed, and the title is only shown.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.foreign_text import shown
from app.core.sharing.addresses import local_addresses
from app.core.sharing.announcing import KIND
from app.core.workshops.nearby import is_near

if TYPE_CHECKING:
    from zeroconf import ServiceStateChange, Zeroconf

_LONGEST_TITLE = 80
_MOST = 50
_ANSWER_MILLISECONDS = 3000
_PATH = re.compile(r"/[A-Za-z0-9._~/-]{0,100}")


@dataclass(frozen=True, slots=True)
class Shared:
    """A workshop that is being shared: what it calls itself, and where."""

    title: str
    address: str


OnChange = Callable[[tuple[Shared, ...]], None]


class Browser:
    """Looks for announcements from `begin` to `end`; `changed` is called from another thread."""

    def __init__(self, changed: OnChange) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._found: dict[str, Shared] = {}
        self._zeroconf: Zeroconf | None = None

    def begin(self, addresses: Sequence[str] | None = None) -> bool:
        """Begin to look, at this computer's local `addresses`; False where that cannot be done."""
        from zeroconf import Error, IPVersion, ServiceBrowser, Zeroconf

        at = list(local_addresses() if addresses is None else addresses)
        if not at:
            return False
        try:
            self._zeroconf = Zeroconf(interfaces=at, ip_version=IPVersion.V4Only)
        except (OSError, Error):
            return False
        ServiceBrowser(self._zeroconf, KIND, handlers=[self._on_service])
        return True

    def end(self) -> None:
        """Stop looking."""
        from zeroconf import Error

        zeroconf, self._zeroconf = self._zeroconf, None
        if zeroconf is not None:
            with suppress(OSError, Error):
                zeroconf.close()

    @property
    def found(self) -> tuple[Shared, ...]:
        """What is announced now."""
        with self._lock:
            return tuple(sorted(set(self._found.values()), key=lambda one: one.address))

    def _on_service(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        from zeroconf import ServiceStateChange

        shared = None
        if state_change is not ServiceStateChange.Removed:
            shared = _looked_up(zeroconf, service_type, name)
        with self._lock:
            if shared is None:
                self._found.pop(name, None)
            elif name in self._found or len(self._found) < _MOST:
                self._found[name] = shared
        self._changed(self.found)


def _looked_up(zeroconf: Zeroconf, service_type: str, name: str) -> Shared | None:
    from zeroconf import BadTypeInNameException, Error

    try:  # in the browser's own thread, which may wait for the answer
        info = zeroconf.get_service_info(service_type, name, _ANSWER_MILLISECONDS)
    except (BadTypeInNameException, Error, OSError):
        return None
    if info is None:
        return None
    return believed(info.parsed_addresses(), info.port or 0, info.properties)


def believed(
    addresses: Sequence[str], port: int, properties: Mapping[bytes, bytes | None]
) -> Shared | None:
    """What an announcement says, as far as it may be believed; None for nothing."""
    path = _text(properties.get(b"path")) or "/"
    near = [address for address in addresses if is_near(address) and ":" not in address]
    if not near or not 0 < port < 65536 or not _PATH.fullmatch(path) or ".." in path:
        return None
    title = shown(_text(properties.get(b"title")).strip(), _LONGEST_TITLE)
    return Shared(title, f"http://{near[0]}:{port}{path.rstrip('/')}")


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
