"""How to get to a server: directly or through a proxy, trusting the system's certificates.

requests knows what the environment and the system say about that; it is asked once per server and
not once per file, for that takes longer than a small file. Sending requests is web's business.
"""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app import __version__

if TYPE_CHECKING:
    from requests import Session
    from urllib3 import HTTPConnectionPool

USER_AGENT = f"Seedbed/{__version__}"
# Settings of the system may be mended while the window is open.
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Route:
    """The way to one server: where connections come from, and what each request there needs.

    `proxy` is the proxy's name for people, "" without one; `whole_address` is what a proxy wants
    for a server without encryption. `around` is the dead proxy that this route avoids.
    """

    pool: HTTPConnectionPool
    headers: dict[str, str]
    whole_address: bool = False
    proxy: str = ""
    around: str = ""


class Routes:
    """The routes to all servers, with up to `connections` kept alive on each."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: Session | None = None
        self._routes: dict[tuple[str, str], tuple[float, Route]] = {}
        self._lock = threading.Lock()

    def to(self, url: str) -> Route:
        """The route to the server of `url`. Raises what requests and urllib3 raise for addresses
        and proxies that are none."""
        key, now = _server(url), time.monotonic()
        with self._lock:
            until, route = self._routes.get(key, (0.0, None))
            if route is None or now > until:
                route = _find(self._ready(), url, directly=False)
                self._routes[key] = (now + _SECONDS, route)
            return route

    def around_proxy(self, url: str, proxy: str) -> Route:
        """The route to the same server without the proxy; not kept yet."""
        with self._lock:
            return replace(_find(self._ready(), url, directly=True), around=proxy)

    def keep(self, url: str, route: Route) -> bool:
        """Use this route from now on; False where it was in use already."""
        key = _server(url)
        with self._lock:
            known = self._routes.get(key)
            self._routes[key] = (float("inf"), route)
            return known is None or known[1].around != route.around

    def forget(self, url: str) -> None:
        """Something was wrong with it: look again next time."""
        with self._lock:
            self._routes.pop(_server(url), None)

    def close(self) -> None:
        """Close the connections that are kept alive; the next request would open new ones."""
        with self._lock:
            session, self._session = self._session, None
            self._routes.clear()
        if session is not None:
            session.close()

    def _ready(self) -> Session:
        if self._session is None:
            self._session = _new_session(self._connections)
        return self._session


def proxy_name(proxy: str) -> str:
    """A proxy's address as it may be shown: without its login."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.netloc.rpartition("@")[2] or "?"


def system_tls() -> ssl.SSLContext:
    """A context that trusts what this computer's system trusts (failures F08)."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _server(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc


def _find(session: Session, url: str, directly: bool) -> Route:
    import requests
    from requests.utils import select_proxy

    asked = session.prepare_request(requests.Request("GET", url))
    address = asked.url or url
    settings = session.merge_environment_settings(address, {}, True, None, None)
    proxies = {} if directly else settings["proxies"]
    adapter: Any = session.get_adapter(address)
    verify = settings["verify"]
    if isinstance(verify, str) and not Path(verify).exists():
        verify = True  # a variable names a bundle that is gone
    proxy = select_proxy(address, proxies) or ""
    pool = adapter.get_connection_with_tls_context(asked, verify, proxies=proxies)
    adapter.cert_verify(pool, address, verify, None)
    whole = adapter.request_url(asked, proxies).startswith(("http://", "https://"))
    headers = {str(name): str(value) for name, value in asked.headers.items()}
    return Route(pool, headers, whole, proxy_name(proxy) if proxy else "")


def _new_session(connections: int) -> Session:
    import requests
    from requests.adapters import HTTPAdapter

    from app.core.network.connections import POOLS

    class SystemTrustAdapter(HTTPAdapter):
        """Trusts the system's certificates, and a bundle that the environment names."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, ssl_context=system_tls(), **options)
            self.poolmanager.pool_classes_by_scheme = POOLS

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            manager = super().proxy_manager_for(proxy, ssl_context=system_tls(), **options)
            if "socks" not in proxy:  # those have connections of their own
                manager.pool_classes_by_scheme = POOLS
            return manager

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            if verify is True:
                conn.ca_certs = None  # else certifi's list is parsed anew for each connection

    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, SystemTrustAdapter(4, connections, max_retries=0))
    return session
