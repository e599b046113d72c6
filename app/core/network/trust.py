"""Whom a computer trusts: where Linux keeps its certificates, and what stands in where it has none.

How a connection is checked is the routes' business.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

# Where distributions keep theirs; a packaged OpenSSL knows only where it was built.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_CHOSEN = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def has_certificates(family: str) -> bool:
    """Whether the system has certificates; Windows and macOS are asked for each connection."""
    return family != "linux" or any(Path(name).is_file() for name in _BUNDLES)


def trust_somebody(family: str, environ: MutableMapping[str, str]) -> None:
    """Where a system has no certificates and nobody has chosen any, those that came with Seedbed
    are used, by us and by our children: a minimal system could reach no server otherwise."""
    if has_certificates(family) or any(environ.get(name) for name in _CHOSEN):
        return
    from certifi import where

    environ[_CHOSEN[0]] = where()
