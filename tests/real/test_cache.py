"""The cache in real runs over HTTP: what is here is not fetched again, by one run or by two.

Also what happens where it cannot be written, was altered, or is being used while it is cleaned.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.conftest import no_proxies
from tests.fakes.downloads import as_root
from tests.fakes.fault_server import FaultServer
from tests.real.seedbed_process import ROOT, install

__all__ = ["no_proxies"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]


@pytest.fixture
def kit(practice_kit: Path, no_proxies: None) -> Iterator[FaultServer]:
    """The practice kit on a web server that counts."""
    there = {"/" + f.relative_to(practice_kit).as_posix(): f for f in practice_kit.rglob("*")}
    files = {path: file.read_bytes() for path, file in there.items() if file.is_file()}
    with FaultServer(files) as server:
        yield server
    assert server.errors == []


def home() -> Path:
    return Path(os.environ["SEEDBED_HOME"])


def archives(server: FaultServer) -> Counter[str]:
    """The bytes sent of each package and installer."""
    sent: Counter[str] = Counter()
    for request in server.requests:
        if request.path.endswith((".conda", ".sh")):
            sent[request.path] += request.sent
    return sent


def seedbed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_what_was_downloaded_once_is_never_downloaded_again(
    kit: FaultServer, tmp_path: Path
) -> None:
    first = install(kit.url, tmp_path / "one").finish()
    assert first.code == 0, first.last
    sent = archives(kit)
    assert len(sent) > 100
    assert all(number == len(kit.files[path]) for path, number in sent.items()), "each just once"
    kit.requests.clear()
    same = install(kit.url, tmp_path / "one").finish()
    assert same.code == 0, same.last
    other = install(kit.url, tmp_path / "two").finish()
    assert other.code == 0, other.last
    assert archives(kit) == Counter()
    texts = {"/workshop.toml", "/installers.toml"}
    asked = {r.path for r in kit.requests if r.sent and r.path not in texts}
    assert not [path for path in asked if "repodata" not in path], "channels may be asked for news"
    checked = json.loads(seedbed("check", kit.url, "--to", str(tmp_path / "3"), "--json").stdout)
    assert checked["sizes"]["download"] == 0


def test_two_runs_at_once_fetch_every_file_once(kit: FaultServer, tmp_path: Path) -> None:
    runs = [install(kit.url, tmp_path / name) for name in ("one", "two")]
    for run in runs:
        run.finish()
    assert [run.code for run in runs] == [0, 0], [run.last for run in runs]
    sent = archives(kit)
    assert len(sent) > 100
    assert {p: n for p, n in sent.items() if n != len(kit.files[p])} == {}


def test_a_package_that_was_altered_is_fetched_anew_and_the_log_says_so(
    kit: FaultServer, tmp_path: Path
) -> None:
    assert install(kit.url, tmp_path / "one").finish().code == 0
    (archive,) = (home() / "cache" / "packages").glob("*/numpy-*.conda")
    genuine = archive.read_bytes()
    archive.unlink()  # what conda has linked stays as it is
    archive.write_bytes(genuine[:-4] + b"evil")
    kit.requests.clear()
    again = install(kit.url, tmp_path / "two").finish()
    assert again.code == 0, again.last
    assert archives(kit) == {f"/channel/linux-64/{archive.name}": len(genuine)}
    assert archive.read_bytes() == genuine
    (log,) = [f for f in home().rglob("*.log") if "was altered" in f.read_text("utf-8")]
    assert archive.name in re.findall(r".*was altered.*", log.read_text("utf-8"))[0]


def test_a_drive_for_our_own_files_that_is_read_only_is_told_before_anything_is_fetched(
    kit: FaultServer, tmp_path: Path
) -> None:
    as_root(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(home())])
    try:
        failed = install(kit.url, tmp_path / "conda").finish()
        checked = seedbed("check", kit.url, "--to", str(tmp_path / "conda"))
    finally:
        subprocess.run(["umount", "-l", str(home())], check=True)
    assert failed.code == 2, failed.last
    error = failed.last["error"]
    assert "can only be read" in error["summary"]
    assert "SEEDBED_HOME" in error["remedy"]
    assert archives(kit) == Counter()
    assert not (tmp_path / "conda").exists()
    assert (checked.returncode, checked.stderr) == (2, "")
    assert "can only be read" in checked.stdout


def test_cleaning_leaves_what_a_run_is_using_and_takes_all_of_it_afterwards(
    kit: FaultServer, tmp_path: Path
) -> None:
    run = install(kit.url, tmp_path / "conda")
    for event in run.read():
        if event["event"] == "progress" and event["detail"].endswith("unpacked"):
            run.send(signal.SIGSTOP)  # it holds still while we clean
            break
    meanwhile = seedbed("cache", "clean", "--all", "--yes")
    staged = sorted((home() / "cache" / "unpacked").iterdir())
    run.send(signal.SIGCONT)
    assert run.finish().code == 0, run.last
    assert meanwhile.returncode == 0, meanwhile.stderr
    assert "nothing to remove" in meanwhile.stderr
    assert len(staged) == 1
    # The installer may come in more pieces than usual after standing still, and overlap a little.
    packages = {path: n for path, n in archives(kit).items() if path.endswith(".conda")}
    assert {path: n for path, n in packages.items() if n != len(kit.files[path])} == {}
    shown = json.loads(seedbed("cache", "--json").stdout)
    done = json.loads(seedbed("cache", "clean", "--all", "--yes", "--json").stdout)
    assert done["removed"] == shown["number"] > 100
    assert done["freed"] == shown["would_free"] < shown["size"] / 2, "conda still has the rest"
    assert json.loads(seedbed("cache", "--json").stdout)["number"] == 0


def test_a_cache_on_another_drive_counts_copies_there(
    practice_kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(drive)])
    try:
        monkeypatch.setenv("SEEDBED_HOME", str(drive))
        where = ("check", str(practice_kit), "--to", str(tmp_path / "conda"), "--json")
        target, cache = json.loads(seedbed(*where).stdout)["sizes"]["drives"]
        run = install(practice_kit, tmp_path / "conda").finish()
    finally:
        subprocess.run(["umount", "-l", str(drive)], check=True)
    assert run.code == 0, run.last
    assert (cache["volume"]["mount"], cache["fits"]) == (str(drive), True)
    assert target["archives"] == cache["archives"] > 100_000_000, "they are copied to conda’s"
    assert target["unpacked"] > 0 == cache["unpacked"]
    copied = [file.stat() for file in (tmp_path / "conda" / "pkgs").glob("*.conda")]
    assert sum(one.st_size for one in copied) == target["archives"]
