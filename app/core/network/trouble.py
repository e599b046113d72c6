"""Turns what went wrong on the network into one rule with a sentence and a remedy.

Exceptions and status codes are judged by type and number, never by translated text. Trying again
is the business of those who catch the result.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from app.core.network.words import HELPED_BY_ANOTHER_SERVER, Rule, words
from app.core.secrets import redact
from app.errors import Action, NoNetwork

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")

# "Not yet valid" and "expired" as numbers: OpenSSL, macOS Security, Windows CryptoAPI. Windows has
# one number for both.
_NOT_YET_VALID = frozenset({9, -67819})
_OUT_OF_TIME = _NOT_YET_VALID | {10, -67818, 0x800B0101, 0x800B0101 - 2**32}

_RULE_OF_ERRNO = {
    errno.ECONNREFUSED: Rule.REFUSED,
    errno.ENETUNREACH: Rule.NO_NETWORK,
    errno.EHOSTUNREACH: Rule.NO_NETWORK,
    errno.ENETDOWN: Rule.NO_NETWORK,
    errno.EADDRNOTAVAIL: Rule.NO_NETWORK,
    errno.ECONNRESET: Rule.RESET,
    errno.ECONNABORTED: Rule.RESET,
    errno.EPIPE: Rule.RESET,
    errno.ETIMEDOUT: Rule.TIMEOUT,
}
_RULE_OF_STATUS = {
    404: Rule.GONE,
    410: Rule.GONE,
    407: Rule.PROXY_PASSWORD,
    511: Rule.PORTAL,
    408: Rule.BUSY,
    425: Rule.BUSY,
    429: Rule.BUSY,
    503: Rule.BUSY,
    416: Rule.RANGE,
}


class ServerTrouble(NoNetwork):
    """One server's failure to hand out one file; `retry_after` in seconds if it named a time.

    `proxy` is the proxy that was to lead there, without its login; "" without one.
    """

    def __init__(
        self,
        rule: Rule,
        host: str,
        detail: str = "",
        retry_after: float | None = None,
        proxy: str = "",
    ) -> None:
        sentence, remedy = words(rule, host, proxy)
        elsewhere = rule in HELPED_BY_ANOTHER_SERVER
        action = Action.SERVERS if elsewhere else Action.AGAIN
        super().__init__(sentence, remedy, redact(detail), action)
        self.rule = rule
        self.host = host
        self.retry_after = retry_after
        self.proxy = proxy


def host_of(url: str) -> str:
    """The server's name for a sentence; the path for file:// addresses."""
    try:
        parts = urlsplit(url)
    except ValueError:  # somebody's text that only begins like an address
        return redact(url)
    return parts.hostname or parts.path or redact(url)


def from_status(
    status: int, url: str, detail: str = "", retry_after: float | None = None
) -> ServerTrouble:
    """The trouble behind an HTTP status of 400 or more."""
    rule = _RULE_OF_STATUS.get(status) or (Rule.SERVER_ERROR if status >= 500 else Rule.BLOCKED)
    text = f"{url}: HTTP {status} {detail}".rstrip()
    return ServerTrouble(rule, host_of(url), text, retry_after)


def from_exception(error: BaseException, url: str, proxy: str = "") -> ServerTrouble:
    """The trouble behind an exception of requests, urllib3, ssl or socket, on the way over
    `proxy` where one is used."""
    if isinstance(error, ServerTrouble):
        return error
    chain = tuple(_chain(error))
    rule = next((found for sign in _SIGNS if (found := sign(chain))), Rule.UNKNOWN)
    text = " <- ".join(f"{type(part).__name__}: {part}" for part in chain)
    return ServerTrouble(rule, host_of(url), f"{url}: {text}", proxy=proxy)


def is_dead_proxy(error: BaseException) -> bool:
    """Whether the proxy itself is not there; one that answers and refuses has its reasons."""
    chain = tuple(_chain(error))
    return _proxy(chain) is Rule.PROXY and not any(_TUNNEL.search(str(part)) for part in chain)


def is_out_of_time(error: BaseException) -> bool:
    """Whether a certificate was refused for its dates: then the clock may be to blame (F60)."""
    return any(
        isinstance(part, ssl.SSLCertVerificationError) and part.verify_code in _OUT_OF_TIME
        for part in _chain(error)
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it wraps: requests and urllib3 hide causes in arguments."""
    waiting, seen = [error], set[int]()
    while waiting:
        part = waiting.pop(0)
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        inner = (*part.args, getattr(part, "reason", None), part.__cause__, part.__context__)
        waiting.extend(item for item in inner if isinstance(item, BaseException))


_Chain = tuple[BaseException, ...]


def _proxy(chain: _Chain) -> Rule | None:
    from requests.exceptions import InvalidProxyURL
    from urllib3.exceptions import ProxyError, ProxySchemeUnknown, ProxySchemeUnsupported

    kinds = (ProxyError, InvalidProxyURL, ProxySchemeUnknown, ProxySchemeUnsupported)
    if not any(isinstance(part, kinds) for part in chain):
        return None
    tunnel = next((found for part in chain if (found := _TUNNEL.search(str(part)))), None)
    return Rule.PROXY_PASSWORD if tunnel and tunnel[1] == "407" else Rule.PROXY


def _tls(chain: _Chain) -> Rule | None:
    for part in chain:
        if isinstance(part, ssl.SSLCertVerificationError):
            return Rule.CLOCK if part.verify_code in _NOT_YET_VALID else Rule.TLS
        if isinstance(part, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return Rule.RESET
        if isinstance(part, ssl.CertificateError):
            return Rule.TLS
    return Rule.TLS if any(isinstance(part, ssl.SSLError) for part in chain) else None


def _silence(chain: _Chain) -> Rule | None:
    from requests.exceptions import ReadTimeout
    from urllib3.exceptions import ReadTimeoutError

    if any(isinstance(part, ReadTimeout) for part in chain):
        return Rule.TIMEOUT  # requests raises it only while the answer has not begun
    return Rule.STALLED if any(isinstance(part, ReadTimeoutError) for part in chain) else None


def _name(chain: _Chain) -> Rule | None:
    from urllib3.exceptions import NameResolutionError

    kinds = (socket.gaierror, NameResolutionError)
    return Rule.NO_DNS if any(isinstance(part, kinds) for part in chain) else None


def _socket(chain: _Chain) -> Rule | None:
    codes = (part.errno for part in chain if isinstance(part, OSError) and part.errno)
    found = next((rule for code in codes if (rule := _RULE_OF_ERRNO.get(code))), None)
    if found is None and any(isinstance(part, TimeoutError) for part in chain):
        return Rule.TIMEOUT
    return found


def _broken_answer(chain: _Chain) -> Rule | None:
    from http.client import HTTPException, IncompleteRead, RemoteDisconnected

    from urllib3.exceptions import DecodeError, ProtocolError

    if any(isinstance(part, RemoteDisconnected) for part in chain):
        return Rule.RESET
    kinds = (IncompleteRead, DecodeError, ProtocolError, HTTPException)
    return Rule.CUT if any(isinstance(part, kinds) for part in chain) else None


def _address(chain: _Chain) -> Rule | None:
    from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
    from urllib3.exceptions import LocationParseError

    kinds = (InvalidSchema, InvalidURL, MissingSchema, LocationParseError, UnicodeError)
    return Rule.BAD_ADDRESS if any(isinstance(part, kinds) for part in chain) else None


# The most telling sign first: a proxy's dead port is also a refused connection.
_SIGNS: tuple[Callable[[_Chain], Rule | None], ...] = (
    _proxy, _tls, _name, _silence, _socket, _broken_answer, _address,
)  # fmt: skip
