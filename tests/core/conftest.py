"""Fixtures for downloading: a server that misbehaves on demand, a downloader, a small drive."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.network.download import Downloader
from tests.fakes.downloads import DATA, PATH, QUICK, as_root
from tests.fakes.fault_server import FaultServer


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server(no_proxies: None) -> Iterator[FaultServer]:
    with FaultServer({PATH: DATA}) as running:
        yield running
    assert running.errors == []


@pytest.fixture
def downloader(tmp_path: Path, no_proxies: None) -> Iterator[Downloader]:
    made = Downloader(tmp_path / "partials", patience=QUICK)
    yield made
    made.close()


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    drive = tmp_path / "drive"
    drive.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(drive)])
    yield drive
    subprocess.run(["umount", "-l", str(drive)], check=True)
