"""Mirrors for tests: two servers of this computer, told apart by the names they are asked under."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.catalog.mirrors import Mirrors, read
from tests.fakes.fault_server import FaultServer

MIRROR = "mirror"
SAMPLE = "/sample/file.bin"


def official_url(server: FaultServer) -> str:
    """The official server's address; its host is called "localhost"."""
    return f"http://localhost:{server.port}"


def mirrors_of(official: FaultServer, **copies: FaultServer) -> Mirrors:
    """A catalogue in which each copy has all of the official server's installers and channels."""
    base = official_url(official)
    parts = ["schema = 1"]
    for kind in ("installers", "conda"):
        parts.append(
            f'[[kind]]\nid = "{kind}"\ntitle = "{kind}"\nofficial = "localhost"\n'
            f'sample = "{base}{SAMPLE}"'
        )
    for name, server in copies.items():
        parts.append(f'[[server]]\nid = "{name}"\ntitle = "The {name}"')
        parts += [
            f'[server.{kind}]\n"{base}/" = "{server.url}/"' for kind in ("installers", "conda")
        ]
    return read("\n".join(parts))


def paths(server: FaultServer, endings: tuple[str, ...]) -> set[str]:
    """Which files with these endings were asked for."""
    return {request.path for request in server.requests if request.path.endswith(endings)}


def served(server: FaultServer, endings: tuple[str, ...]) -> Mapping[str, int]:
    """Bytes that were sent of the files with these endings."""
    return {path: server.sent(path) for path in paths(server, endings)}
