"""HTTP: one session with the system's certificates and proxies, and redirects we can answer for.

Reading what an answer holds, trying again and keeping files are others' business.
"""

from __future__ import annotations

import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from app import __version__
from app.core.network.patience import Patience
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule

if TYPE_CHECKING:
    from requests import Response, Session

MAX_REDIRECTS = 8
USER_AGENT = f"Seedbed/{__version__}"


class Web:
    """A session for many threads that keeps up to `connections` per server alive.

    requests is imported at the first request, not when the program starts.
    """

    def __init__(self, connections: int, patience: Patience) -> None:
        self._connections = connections
        self._patience = patience
        self._session: Session | None = None
        self._lock = threading.Lock()

    def get(self, url: str, headers: dict[str, str], follow: bool = True) -> Response:
        """The answer to a GET, its body not read yet; after redirects unless `follow` is off.

        Raises ServerTrouble for circles and for a step from https to anything less, and whatever
        requests raises.
        """
        session = self._ready()
        for _hop in range(MAX_REDIRECTS + 1):
            response = session.get(
                url,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=(self._patience.connect, self._patience.read),
            )
            target = session.get_redirect_target(response)
            if not target or not follow:
                return response
            response.close()
            url = _next_address(url, target)
        raise ServerTrouble(Rule.REDIRECTS, host_of(url), f"{url}: over {MAX_REDIRECTS} redirects")

    def close(self) -> None:
        """Close the connections that are kept alive; the next request would open new ones."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def _ready(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = _new_session(self._connections)
            return self._session


def _next_address(url: str, target: str) -> str:
    following = urljoin(url, target)
    before, after = urlsplit(url).scheme.lower(), urlsplit(following).scheme.lower()
    if after not in ("http", "https") or (before == "https" and after == "http"):
        raise ServerTrouble(Rule.DOWNGRADE, host_of(url), f"{url} -> {following}")
    return following


def system_tls() -> ssl.SSLContext:
    """A context that trusts what this computer's system trusts (failures F08)."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _new_session(connections: int) -> Session:
    import requests
    from requests.adapters import HTTPAdapter

    class SystemTrustAdapter(HTTPAdapter):
        """Trusts the system's certificates, and a bundle that the environment names."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, ssl_context=system_tls(), **options)

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=system_tls(), **options)

        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            named = options.get("verify")
            if isinstance(named, str) and not Path(named).exists():
                options["verify"] = True  # a variable names a bundle that is gone
            return super().send(request, *args, **options)

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            if verify is True:
                conn.ca_certs = None  # else certifi's list is parsed anew for each connection

    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, SystemTrustAdapter(4, connections, max_retries=0))
    return session
