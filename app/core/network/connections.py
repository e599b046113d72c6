"""HTTP connections that can be left at any time: a person who cancels does not wait for a server.

What is asked for and what the answer means is not known here.
"""

from __future__ import annotations

from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from app.core.network.waiting import current_request, unless_cancelled


class _Plain(HTTPConnection):
    def connect(self) -> None:
        _connect(self, super().connect)

    def getresponse(self) -> Any:
        _waits(self)
        return super().getresponse()


class _Encrypted(HTTPSConnection):
    def connect(self) -> None:
        _connect(self, super().connect)

    def getresponse(self) -> Any:
        _waits(self)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _EncryptedPool}


def _connect(connection: HTTPConnection, connect: Any) -> None:
    """Looking up a name and shaking hands cannot be interrupted: a thread does it, which is left
    behind on cancel; it holds no file."""
    request = current_request()
    if request is None:
        connect()
        return
    unless_cancelled(connect, request.cancel, lambda _nothing: connection.close())


def _waits(connection: HTTPConnection) -> None:
    request = current_request()
    if request is not None:
        request.waits_on(connection.sock)
