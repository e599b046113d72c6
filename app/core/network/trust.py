"""Whom a computer trusts: where Linux keeps its certificates, and what stands in where it has none.

How a connection is checked is the routes' business.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from app.core.processes.certificate_choice import BEFORE, points_nowhere

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
    """Make `environ` one that we and our children can reach servers with.

    Variables that point nowhere are taken out. Where the system has no certificates and nobody has
    chosen any, those that came with Seedbed are used: a minimal system could reach no server
    otherwise. `before_trust` tells what the person had said.
    """
    for name, value in list(environ.items()):
        if value and points_nowhere(name, value):
            environ[BEFORE + name] = environ.pop(name)
    if has_certificates(family) or any(environ.get(name) for name in _CHOSEN):
        return
    from certifi import where

    environ.setdefault(BEFORE + _CHOSEN[0], "")
    environ[_CHOSEN[0]] = where()
