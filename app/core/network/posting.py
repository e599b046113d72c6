"""Sends a small message to a server and hears whether it was taken. Nothing is tried twice."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.core.network.routes import Routes
from app.core.network.trouble import ServerTrouble, from_exception, host_of
from app.core.network.words import Rule

_SECONDS = 3.0
_TOO_LONG = 64 * 1024


class Poster:
    """Sends messages; keeps one connection to each server alive until `close`."""

    def __init__(self) -> None:
        self._routes = Routes(1)

    def post(self, url: str, body: bytes) -> int:
        """Send JSON, and return the status of the answer. Raises ServerTrouble."""
        from urllib3 import Timeout
        from urllib3.exceptions import HTTPError

        try:
            route = self._routes.to(url)
            answer = route.pool.urlopen(
                "POST",
                url if route.whole_address else urlsplit(url).path,
                body=body,
                headers={**route.headers, "Content-Type": "application/json"},
                redirect=False,
                preload_content=False,
                retries=False,
                timeout=Timeout(_SECONDS, _SECONDS),
            )
            try:
                if len(answer.read(_TOO_LONG + 1)) > _TOO_LONG:
                    raise ServerTrouble(Rule.UNKNOWN, host_of(url), f"{url}: a very long answer")
                return int(answer.status)
            finally:
                answer.release_conn()
        except (OSError, ValueError, HTTPError) as error:
            self._routes.forget(url)
            raise from_exception(error, url) from error

    def close(self) -> None:
        """Close the connections that are kept alive."""
        self._routes.close()
