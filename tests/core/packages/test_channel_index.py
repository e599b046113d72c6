"""What a channel has is read by the real child from real little channels, over files and HTTP."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader
from app.core.packages import channel_index
from app.core.packages.channel_index import IndexReader, PackageFact, index_mark
from app.core.packages.solve import RattlerSolver
from app.core.shell import Shell
from app.errors import NoNetwork
from app.platforms import current
from tests.core.packages.test_solve import record
from tests.fakes.bench import SUBDIR
from tests.fakes.downloads import QUICK
from tests.fakes.fault_server import FaultServer

NUMPYS = (
    {**record("numpy", "2.1.0", "python >=3.11,<3.12.0a0"), "size": 111},
    {**record("numpy", "2.2.0", "python >=3.13,<3.14.0a0"), "size": 222},
)
RECORDS = (record("python", "3.11.9"), record("python", "3.13.1"), *NUMPYS, record("plain", "1.0"))
CHANNELDATA = {"packages": {"plain": {"summary": "Is  quite\nplain"}, "numpy": {"summary": None}}}


def files() -> dict[str, bytes]:
    packages = {f"{one['name']}-{one['version']}-0.conda": one for one in RECORDS}
    index = {"info": {"subdir": SUBDIR}, "packages": {}, "packages.conda": packages}
    empty = {"info": {"subdir": "noarch"}, "packages": {}, "packages.conda": {}}
    return {
        f"/{SUBDIR}/repodata.json": json.dumps(index).encode(),
        "/noarch/repodata.json": json.dumps(empty).encode(),
        "/channeldata.json": json.dumps(CHANNELDATA).encode(),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in files().items():
        file = tmp_path / "channel" / name[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "channel"


def reader(channel: str, tmp_path: Path, download: Downloader) -> IndexReader:
    solver = RattlerSolver(Shell(current(), Cancel()), tmp_path / "cache", quiet=True)
    return IndexReader(solver, download, (channel,), SUBDIR)


def test_the_names_of_a_channel_are_read_and_described_by_its_channeldata(
    folder: Path, tmp_path: Path, downloader: Downloader
) -> None:
    reads = reader(folder.as_uri(), tmp_path, downloader)
    index = reads.described(reads.names(), Cancel())
    assert index.names == ("numpy", "plain", "python")
    assert index.descriptions == {"plain": "Is quite plain"}
    assert index.fresh


def test_the_newest_build_is_the_one_that_fits_the_chosen_python(
    folder: Path, tmp_path: Path, downloader: Downloader
) -> None:
    reads = reader(folder.as_uri(), tmp_path, downloader)
    assert reads.facts(["numpy"]) == {"numpy": PackageFact("2.2.0", 222)}
    assert reads.facts(["numpy"], "3.11") == {"numpy": PackageFact("2.1.0", 111)}
    assert reads.facts(["numpy"], "3.9") == {"numpy": PackageFact("2.2.0", 222)}
    assert set(reads.facts(["plain", "nothing"], "3.11")) == {"plain"}


def test_a_channel_that_went_away_still_has_what_it_had_last_time(
    tmp_path: Path, downloader: Downloader
) -> None:
    with FaultServer(files()) as server:
        reads = reader(server.url, tmp_path, downloader)
        before = reads.described(reads.names(), Cancel())
        assert before.fresh
    (tmp_path / "cache" / "repodata").rename(tmp_path / "away")
    (tmp_path / "cache" / "repodata").mkdir()
    (tmp_path / "away" / "names").rename(tmp_path / "cache" / "repodata" / "names")
    after = reads.names()
    assert not after.fresh
    assert (after.names, after.descriptions) == (before.names, before.descriptions)


def test_a_channel_that_never_answered_is_no_network(
    tmp_path: Path, downloader: Downloader
) -> None:
    with FaultServer({}) as server:
        address = server.url
    with pytest.raises(NoNetwork):
        reader(address, tmp_path, downloader).names()


@pytest.mark.parametrize("data", [b"<html>", b"[]", b'{"packages": [1]}', b"[" * 100_000])
def test_a_channeldata_that_is_none_describes_nothing(
    data: bytes, folder: Path, tmp_path: Path, downloader: Downloader
) -> None:
    (folder / "channeldata.json").write_bytes(data)
    reads = reader(folder.as_uri(), tmp_path, downloader)
    assert reads.described(reads.names(), Cancel()).descriptions == {}


def test_a_huge_channeldata_is_not_fetched(
    tmp_path: Path, no_proxies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_index, "CHANNELDATA_BYTES", 50)
    download = Downloader(tmp_path / "partials", patience=QUICK)
    with FaultServer(files()) as server:
        reads = reader(server.url, tmp_path, download)
        assert reads.described(reads.names(), Cancel()).descriptions == {}
    download.close()


def test_the_mark_of_an_index_changes_with_the_index_and_only_then(folder: Path) -> None:
    channels = (folder.as_uri(),)
    before = index_mark(channels, SUBDIR, folder.parent / "cache")
    assert index_mark(channels, SUBDIR, folder.parent / "cache") == before
    file = folder / SUBDIR / "repodata.json"
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))
    assert index_mark(channels, SUBDIR, folder.parent / "cache") != before
