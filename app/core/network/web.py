"""HTTP: asking a server, and redirects that we can answer for.

Reading what an answer holds, trying again and keeping files are others' business; how to get to a
server is the routes'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from app.core.network.patience import Patience
from app.core.network.routes import Route, Routes
from app.core.network.trouble import ServerTrouble, from_exception, host_of, is_dead_proxy
from app.core.network.words import Rule

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

MAX_REDIRECTS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer whose body has not been read; `url` is where it came from in the end.

    `around` names a dead proxy that was left out, on the first answer that came without it.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    raw: BaseHTTPResponse
    around: str = ""

    def close(self) -> None:
        """Let go of the connection; it is kept alive if the body was read."""
        self.raw.close()
        self.raw.release_conn()

    def __enter__(self) -> Reply:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Web:
    """Asks servers, for many threads, and keeps up to `connections` per server alive.

    requests and urllib3 are imported at the first request, not when the program starts.
    """

    def __init__(self, connections: int, patience: Patience) -> None:
        self._patience = patience
        self._routes = Routes(connections)

    def get(self, url: str, headers: dict[str, str], follow: bool = True) -> Reply:
        """The answer to a GET, its body not read yet; after redirects unless `follow` is off.

        Raises ServerTrouble for whatever stands in the way, also for circles and for a step from
        https to anything less.
        """
        around = ""
        for _hop in range(MAX_REDIRECTS + 1):
            reply = self._ask(url, headers, around)
            around = reply.around
            target = reply.headers.get("Location") if reply.status in _REDIRECTS else None
            if not target or not follow:
                return reply
            reply.close()
            url = _next_address(url, target)
        raise ServerTrouble(Rule.REDIRECTS, host_of(url), f"{url}: over {MAX_REDIRECTS} redirects")

    def close(self) -> None:
        """Close the connections that are kept alive; the next request would open new ones."""
        self._routes.close()

    def _ask(self, url: str, headers: dict[str, str], around: str) -> Reply:
        """One request. A proxy that is not there is gone around, if that leads to the server."""
        from urllib3.exceptions import HTTPError

        proxy = ""
        try:
            route = self._routes.to(url)
            proxy = route.proxy
            return Reply(*self._send(route, url, headers), around)
        except (OSError, ValueError, HTTPError) as error:  # requests' own are the first two
            self._routes.forget(url)
            trouble = from_exception(error, url, proxy)
            if not is_dead_proxy(error):
                raise trouble from error
        return self._go_around(url, headers, trouble)

    def _go_around(self, url: str, headers: dict[str, str], trouble: ServerTrouble) -> Reply:
        from urllib3.exceptions import HTTPError

        try:
            route = self._routes.around_proxy(url, trouble.proxy)
            found = self._send(route, url, headers)
        except (OSError, ValueError, HTTPError, ServerTrouble) as error:
            raise trouble from error  # the proxy is what the person can do something about
        return Reply(*found, trouble.proxy if self._routes.keep(url, route) else "")

    def _send(
        self, route: Route, url: str, headers: dict[str, str]
    ) -> tuple[int, Mapping[str, str], str, BaseHTTPResponse]:
        from urllib3 import Timeout
        from urllib3.exceptions import ReadTimeoutError
        from urllib3.util import parse_url

        parts = parse_url(url)
        address = parts._replace(auth=None, fragment=None).url
        try:
            raw = route.pool.urlopen(
                "GET",
                address if route.whole_address else parts.request_uri,
                headers={**route.headers, **headers},
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
                retries=False,
                timeout=Timeout(self._patience.connect, self._patience.read),
            )
        except ReadTimeoutError as error:
            raise ServerTrouble(Rule.TIMEOUT, host_of(url), f"{url}: {error}") from error
        return raw.status, raw.headers, url, raw


def _next_address(url: str, target: str) -> str:
    try:
        following = urljoin(url, target)
        before, after = urlsplit(url).scheme.lower(), urlsplit(following).scheme.lower()
    except ValueError as error:  # a server that sends us to what is no address
        raise ServerTrouble(Rule.SERVER_ERROR, host_of(url), f"{url} -> {target}") from error
    if after not in ("http", "https") or (before == "https" and after == "http"):
        raise ServerTrouble(Rule.DOWNGRADE, host_of(url), f"{url} -> {following}")
    return following
