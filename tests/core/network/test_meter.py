"""What came through the door is counted: from servers, from folders, and what workers wait for."""

from __future__ import annotations

from pathlib import Path

from app.core.network.download import Downloader
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, fetch, wanted
from tests.fakes.fault_server import FaultServer


def test_bytes_of_a_server_are_received_and_those_of_a_folder_copied(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert (downloader.traffic.received, downloader.traffic.copied) == (len(DATA), 0)
    source = tmp_path / "kit.bin"
    source.write_bytes(DATA)
    (tmp_path / "there" / "file.bin").unlink()
    fetch(downloader, wanted(tmp_path, source.as_uri()))
    assert (downloader.traffic.received, downloader.traffic.copied) == (len(DATA), len(DATA))


def test_what_is_there_already_is_no_traffic(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    fetch(downloader, file)
    before = downloader.traffic
    assert fetch(downloader, file).bytes[-1] == (len(DATA), len(DATA))
    assert downloader.traffic == before


def test_on_a_slow_line_workers_wait_longer_than_they_write(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.drip(4_000_000))
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    traffic = downloader.traffic
    assert traffic.received == len(DATA)
    assert traffic.waited > 0.5
    assert traffic.writing < traffic.waited
