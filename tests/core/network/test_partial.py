"""The file that is not all there yet: killed, shared, on full and read-only drives."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.core.network.download import Downloader, FileToFetch
from app.errors import NoSpace, PlanInvalid
from tests.fakes import faults
from tests.fakes.downloads import DATA, PATH, QUICK, ROOT, as_root, fetch, left_behind, wanted
from tests.fakes.fault_server import FaultServer

CHILD = """
import sys
from pathlib import Path
from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
url, partials, target, size, sha256 = sys.argv[1:]
Downloader(Path(partials)).fetch(
    FileToFetch((url,), Path(target), int(size), sha256), Cancel(), lambda *_: None)
"""


def start_child(tmp_path: Path, file: FileToFetch) -> subprocess.Popen[bytes]:
    arguments = [file.urls[0], tmp_path / "partials", file.target, str(file.size), file.sha256]
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is for POSIX systems")
@pytest.mark.parametrize("cut", [300_000, 1_500_000, 2_900_000])
def test_killed_with_no_warning_a_second_process_continues(
    server: FaultServer, downloader: Downloader, tmp_path: Path, cut: int
) -> None:
    server.fail(PATH, faults.stall(cut))
    file = wanted(tmp_path, server.url + PATH)
    child = start_child(tmp_path, file)
    partial = tmp_path / "partials" / f"sha256-{file.sha256}.partial"
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if partial.exists() and partial.stat().st_size == cut:
            break
        time.sleep(0.01)  # until the child has written what the server gave it
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert downloader.missing_bytes([file]) == len(DATA) - cut

    second = start_child(tmp_path, file)
    assert second.wait(timeout=20) == 0
    assert file.target.read_bytes() == DATA
    assert server.requests[-1].range_start == cut
    assert server.requests[-1].headers["if-range"] == '"1"'
    assert server.sent() < 1.1 * len(DATA)


def test_two_processes_on_one_cache_fetch_once(server: FaultServer, tmp_path: Path) -> None:
    server.always(PATH, faults.drip(2_000_000))
    file = wanted(tmp_path, server.url + PATH)
    children = [start_child(tmp_path, file) for _ in range(2)]
    assert [child.wait(timeout=30) for child in children] == [0, 0]
    assert file.target.read_bytes() == DATA
    assert len(server.requests) == 1
    assert left_behind(tmp_path) == []


def test_a_full_drive_is_named(server: FaultServer, small_drive: Path, tmp_path: Path) -> None:
    downloader = Downloader(small_drive / "partials", patience=QUICK)
    file = wanted(tmp_path, server.url + PATH)
    with pytest.raises(NoSpace) as caught:
        fetch(downloader, file)
    assert str(small_drive) in caught.value.summary
    assert not file.target.exists()
    downloader.close()


def test_a_target_on_another_drive_gets_a_copy(
    server: FaultServer, downloader: Downloader, small_drive: Path, tmp_path: Path
) -> None:
    data = DATA[:1_000_000]
    server.files[PATH] = data
    sha256 = hashlib.sha256(data).hexdigest()
    file = FileToFetch((server.url + PATH,), small_drive / "a" / "file", len(data), sha256)
    fetch(downloader, file)
    assert file.target.read_bytes() == data
    assert left_behind(tmp_path) == []
    assert [path.name for path in file.target.parent.iterdir()] == ["file"]


def test_a_full_target_drive_leaves_no_half_file_there(
    server: FaultServer, downloader: Downloader, small_drive: Path
) -> None:
    sha256 = hashlib.sha256(DATA).hexdigest()
    file = FileToFetch((server.url + PATH,), small_drive / "file", len(DATA), sha256)
    with pytest.raises(NoSpace):
        fetch(downloader, file)
    assert list(small_drive.iterdir()) == []
    assert downloader.missing_bytes([file]) == 0 or len(server.requests) == 1


def test_a_read_only_target_is_told_with_a_remedy(
    server: FaultServer, downloader: Downloader, small_drive: Path
) -> None:
    as_root(["mount", "-o", "remount,ro", str(small_drive)])
    sha256 = hashlib.sha256(DATA).hexdigest()
    file = FileToFetch((server.url + PATH,), small_drive / "file", len(DATA), sha256)
    with pytest.raises(PlanInvalid) as caught:
        fetch(downloader, file)
    assert str(small_drive) in caught.value.summary
    assert caught.value.remedy


def test_a_file_in_the_way_of_the_partials_is_told(server: FaultServer, tmp_path: Path) -> None:
    (tmp_path / "partials").write_text("not a folder")
    downloader = Downloader(tmp_path / "partials", patience=QUICK)
    with pytest.raises(PlanInvalid):
        fetch(downloader, wanted(tmp_path, server.url + PATH))
