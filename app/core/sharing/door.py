"""The door of a shared kit: who comes in, before a word is said.

That it is too full as a whole, and what is asked inside, is the answers' business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

# A whole class may come from one address. More than these are no class, and leave room for others.
MOST_FROM_ONE = 400
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)


class Door(asyncio.Protocol):
    """Stands before one connection: hands it on to `behind`, or sends it away.

    `inside` tells how many connections an address has already.
    """

    def __init__(
        self, behind: Callable[[], asyncio.BaseProtocol], inside: Callable[[str], int]
    ) -> None:
        self._behind, self._inside = behind, inside

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio's own: somebody knocks."""
        assert isinstance(transport, asyncio.Transport)
        name = transport.get_extra_info("peername")
        if name and self._inside(name[0]) >= MOST_FROM_ONE:
            transport.write(_FULL)
            transport.close()
            return
        protocol = self._behind()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
