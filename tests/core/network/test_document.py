"""Small documents from servers and folders."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.errors import PlanInvalid
from tests.fakes import faults
from tests.fakes.downloads import PATH, QUICK
from tests.fakes.fault_server import FaultServer


def test_a_small_document_is_read_from_server_and_folder(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files["/workshop.toml"] = b"title = 'x'"
    server.fail("/workshop.toml", faults.truncate(3), faults.status(503), faults.gzipped)
    assert downloader.read(server.url + "/workshop.toml", 100, Cancel()) == b"title = 'x'"
    local = tmp_path / "workshop.toml"
    local.write_bytes(b"title = 'y'")
    assert downloader.read(local.as_uri(), 100, Cancel()) == b"title = 'y'"


@pytest.mark.parametrize("fault", [faults.serve, faults.gzipped, faults.chunked])
def test_a_document_over_the_limit_is_refused(
    server: FaultServer, downloader: Downloader, fault: faults.Fault
) -> None:
    server.always(PATH, fault)
    with pytest.raises(PlanInvalid):
        downloader.read(server.url + PATH, 100_000, Cancel())


def test_a_document_that_is_not_there_is_told(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    with pytest.raises(ServerTrouble) as caught:
        downloader.read(server.url + "/nothing", 100, Cancel())
    assert caught.value.rule is Rule.GONE
    with pytest.raises(PlanInvalid):
        downloader.read((tmp_path / "nothing").as_uri(), 100, Cancel())
    for address in ("gopher://example.org/x", "http://["):
        with pytest.raises(ServerTrouble) as caught:
            downloader.read(address, 100, Cancel())
        assert caught.value.rule is Rule.BAD_ADDRESS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_in_a_folder_is_no_document_and_nobody_waits_for_it(
    downloader: Downloader, tmp_path: Path
) -> None:
    pipe = tmp_path / "own.toml"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(downloader.read, pipe.as_uri(), 100, Cancel())
        try:
            with pytest.raises(PlanInvalid, match=r"own\.toml cannot be read"):
                reading.result(timeout=10)
        finally:
            os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))


def test_a_sign_in_page_is_no_document(server: FaultServer, downloader: Downloader) -> None:
    server.always("/index.json", faults.html)
    with pytest.raises(ServerTrouble) as caught:
        downloader.read(server.url + "/index.json", 10_000, Cancel())
    assert caught.value.rule is Rule.PORTAL


def test_a_document_that_drips_is_not_waited_for_and_asked_for_once(
    server: FaultServer, tmp_path: Path, no_proxies: None
) -> None:
    server.files["/workshop.toml"] = bytes(400)
    server.always("/workshop.toml", faults.drip(20))
    downloader = Downloader(tmp_path, patience=replace(QUICK, document_time=0.5))
    started = time.monotonic()
    with pytest.raises(ServerTrouble) as caught:
        downloader.read(server.url + "/workshop.toml", 1000, Cancel())
    downloader.close()
    assert caught.value.rule is Rule.SLOW
    assert len(server.requests) == 1
    assert time.monotonic() - started < 10


def test_a_document_that_comes_slowly_but_comes_is_waited_for(
    server: FaultServer, tmp_path: Path, no_proxies: None
) -> None:
    server.files["/workshop.toml"] = bytes(4000)
    server.always("/workshop.toml", faults.drip(4000))
    patience = replace(QUICK, document_time=0.3, document_slowest=100)
    downloader = Downloader(tmp_path, patience=patience)
    assert len(downloader.read(server.url + "/workshop.toml", 10_000, Cancel())) == 4000
    downloader.close()
