"""HTTP connections that can be left at any time: a person who cancels does not wait for a server.

What is asked for and what the answer means is not known here.
"""

from __future__ import annotations

from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from app.core.network.waiting import current_request, unless_cancelled


class _Plain(HTTPConnection):
    """Tells the request that is under way where it waits."""

    def connect(self) -> None:
        """Looking up a name and shaking hands cannot be interrupted: a thread does it, which is
        left behind on cancel; it holds no file."""
        request = current_request()
        if request is None:
            super().connect()
        else:
            unless_cancelled(super().connect, request.cancel, lambda _nothing: self.close())

    def getresponse(self) -> Any:
        """The beginning of the answer."""
        request = current_request()
        if request is not None:
            request.waits_on(self.sock)
        return super().getresponse()


class _Encrypted(_Plain, HTTPSConnection):
    """The same with TLS."""


class _PlainPool(HTTPConnectionPool):
    """Connections to one server."""

    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    """Connections with TLS to one server."""

    ConnectionCls = _Encrypted


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _EncryptedPool}
