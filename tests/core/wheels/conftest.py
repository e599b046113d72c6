"""A shelf of wheels behind a real server of this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from app.core.cancel import Cancel
from app.core.network.download import Downloader
from app.core.wheels.candidates import Shelf
from app.core.wheels.index import Index
from app.core.wheels.index_page import Wheel
from app.core.wheels.resolving import resolve
from app.core.wheels.targets import target_for
from tests.fakes.fault_server import FaultServer
from tests.fakes.package_index import Packages

Choose = Callable[..., tuple[Wheel, ...]]


@pytest.fixture
def packages() -> Packages:
    return Packages()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer({}) as running:
        yield running


@pytest.fixture
def choose(packages: Packages, server: FaultServer, tmp_path: Path) -> Choose:
    """Resolves for a platform, with what conda has installed and hashes that are allowed."""

    def chosen(
        *wanted: str,
        subdir: str = "linux-64",
        installed: dict[str, str] | None = None,
        hashes: dict[str, frozenset[str]] | None = None,
    ) -> tuple[Wheel, ...]:
        server.files = packages.served()
        download = Downloader(tmp_path / "partials")
        index = Index((f"{server.url}/simple/",), download, tmp_path / "cache")
        target = target_for(subdir, "3.12.4", ("__glibc=2.28=0", "__osx=12.1=0"))
        there = {name: Version(text) for name, text in (installed or {}).items()}
        shelf = Shelf(target, index, there, hashes or {}, Cancel())
        return resolve(shelf, [Requirement(text) for text in wanted])

    return chosen
