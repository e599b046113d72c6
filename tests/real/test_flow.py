"""What runs together: archives are unpacked as they arrive, once, and conda takes them as its own.

Also what happens to the cache: a second run, two runs at once, a folder that cannot be written.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.downloads import as_root
from tests.fakes.fault_server import FaultServer
from tests.real.seedbed_process import SeedbedProcess, install

__all__ = ["no_proxies"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

# Places, and what conda knows only of archives that it has unpacked itself or not.
_OF_THE_PLACE = ("extracted_package_dir", "package_tarball_full_path", "link", "sha256")
_SHARED_MEMORY = Path("/dev/shm")


def home() -> Path:
    return Path(os.environ["SEEDBED_HOME"])


def unpacked_by_conda(process: SeedbedProcess) -> bool:
    """Whether conda was seen to unpack packages, by a count that looks at its folders."""
    return any(
        event["step"] == "create_environment" and event["detail"].endswith("packages unpacked")
        for event in process.events
        if event["event"] == "progress"
    )


def entered(folder: Path) -> dict[str, dict[str, Any]]:
    """What conda has written down about the environment's packages."""
    found = {}
    for file in (folder / "envs" / "practice" / "conda-meta").glob("*-*.json"):
        data = json.loads(file.read_text("utf-8"))
        found[file.stem] = {key: data[key] for key in data if key not in _OF_THE_PLACE}
        for path in data["paths_data"]["paths"]:  # scripts name the folder that they are in
            path.pop("sha256_in_prefix", None)
    return found


@pytest.fixture
def other_drive(tmp_path: Path) -> Iterator[Path]:
    """A folder on another drive than the tests' own."""
    import tempfile

    if not _SHARED_MEMORY.is_dir() or _SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is only one drive")
    with tempfile.TemporaryDirectory(dir=_SHARED_MEMORY) as name:
        yield Path(name)


def test_conda_unpacks_nothing_again_and_writes_down_the_same_as_if_it_had(
    practice_kit: Path, tmp_path: Path, other_drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    process = install(practice_kit, ours).finish()
    assert process.code == 0, process.stderr
    assert not unpacked_by_conda(process)
    assert list((home() / "cache" / "unpacked").iterdir()) == []
    monkeypatch.setenv("SEEDBED_HOME", str(other_drive))
    by_conda = install(practice_kit, theirs).finish()
    assert by_conda.code == 0, by_conda.stderr
    assert unpacked_by_conda(by_conda)
    assert len(entered(ours)) > 50
    assert entered(ours) == entered(theirs)


def test_killed_while_unpacking_it_goes_on_with_what_is_whole(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    killed = install(practice_kit, folder)
    for event in killed.read():
        if event["event"] == "progress" and event["detail"].endswith("unpacked"):
            killed.send(signal.SIGKILL)
    killed.finish()
    (staging,) = (home() / "cache" / "unpacked").iterdir()
    whole = {entry: entry.stat().st_ino for entry in staging.iterdir() if entry.name[0] != "."}
    again = install(practice_kit, folder).finish()
    assert again.code == 0, again.stderr
    assert {(folder / "pkgs" / entry.name).stat().st_ino for entry in whole} == {*whole.values()}


def served(kit: Path) -> dict[str, bytes]:
    """The kit as a server hands it out: path to content."""
    files = (file for file in kit.rglob("*") if file.is_file())
    return {"/" + file.relative_to(kit).as_posix(): file.read_bytes() for file in files}


def asked_for(server: FaultServer) -> int:
    """The bytes of everything that was asked for, each counted once."""
    return sum(len(server.files.get(path, b"")) for path in {one.path for one in server.requests})


def test_behind_a_server_that_cuts_every_connection_it_arrives_with_few_bytes_twice(
    practice_kit: Path, tmp_path: Path, no_proxies: None
) -> None:
    files = served(practice_kit)
    large = [path for path, content in files.items() if len(content) > 3_000_000]
    with FaultServer(files) as server:
        for path in large:
            server.always(path, faults.truncate(3_000_000))
        run = install(server.url, tmp_path / "conda").finish()
        needed = asked_for(server)
    assert run.code == 0, run.last
    assert needed > 50_000_000, "the installer and the packages came from there"
    assert needed <= server.sent() < 1.1 * needed
    cut = [request for request in server.requests if request.path in large]
    assert max(request.sent for request in cut) <= 3_000_000
    assert len(cut) > needed / 6_000_000


def test_behind_a_server_that_is_overloaded_one_time_in_ten_it_arrives(
    practice_kit: Path, tmp_path: Path, no_proxies: None
) -> None:
    chance, refused = random.Random(1), [0]

    def overloaded(exchange: faults.Exchange) -> None:
        if chance.random() < 0.1:
            refused[0] += 1
            faults.status(503)(exchange)
        else:
            faults.serve(exchange)

    files = served(practice_kit)
    with FaultServer(files) as server:
        for path in files:
            server.always(path, overloaded)
        run = install(server.url, tmp_path / "conda").finish()
        needed = asked_for(server)
    assert run.code == 0, run.last
    assert refused[0] > 5
    assert server.sent() < 1.1 * needed


def test_two_runs_at_once_share_one_cache(practice_kit: Path, tmp_path: Path) -> None:
    runs = [install(practice_kit, tmp_path / name) for name in ("one", "two")]
    for run in runs:
        run.finish()
    assert [run.code for run in runs] == [0, 0], [run.last for run in runs]
    assert entered(tmp_path / "one") == entered(tmp_path / "two")


@pytest.mark.parametrize(
    ("options", "code", "word"), [("size=3m", 5, "free"), ("ro", 2, "read")], ids=["full", "ro"]
)
def test_a_cache_that_cannot_be_written_is_told_in_one_sentence(
    practice_kit: Path, tmp_path: Path, options: str, code: int, word: str
) -> None:
    cache = home() / "cache"
    cache.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(cache)])
    try:
        failed = install(practice_kit, tmp_path / "conda").finish()
    finally:
        subprocess.run(["umount", "-l", str(cache)], check=True)
    assert failed.code == code, failed.last
    assert failed.last["event"] == "run_failed"
    error = failed.last["error"]
    assert word in error["summary"]
    assert re.sub(r"\d\.\d", "", error["summary"]).count(".") == 1
    assert error["remedy"]
    assert not (tmp_path / "conda").exists()


def test_the_bar_never_goes_back_and_the_time_left_is_told_to_the_end(
    practice_kit: Path, tmp_path: Path
) -> None:
    run = install(practice_kit, tmp_path / "conda")
    seen = [(time.monotonic(), e) for e in run.read() if e["event"] == "progress"]
    run.finish()
    end = time.monotonic()
    assert run.code == 0, run.stderr
    bars = [event["overall"] for _at, event in seen]
    assert bars == sorted(bars)
    begin = seen[0][0]
    second_half = [(at, event) for at, event in seen if at > (begin + end) / 2 and end - at > 1]
    assert second_half
    # How true it is, is measured by the benchmark, on a computer that does nothing else.
    assert all(event["seconds_left"] is not None for _at, event in second_half)
