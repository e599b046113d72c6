"""Files from a well-behaved server or folder: one, many, again, and what is still missing."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.errors import PlanInvalid
from tests.fakes import faults
from tests.fakes.downloads import (
    DATA,
    PATH,
    QUICK,
    ROOT,
    Heard,
    fetch,
    left_behind,
    trouble_of,
    wanted,
)
from tests.fakes.fault_server import FaultServer


def test_a_file_arrives_whole_and_leaves_nothing_else(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    heard = fetch(downloader, file)
    assert file.target.read_bytes() == DATA
    assert heard.bytes[-1] == (len(DATA), len(DATA))
    assert left_behind(tmp_path) == []


def test_a_file_that_is_there_is_not_fetched_again(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    fetch(downloader, file)
    heard = fetch(downloader, file)
    assert len(server.requests) == 1
    assert heard.bytes[-1] == (len(DATA), len(DATA))


def test_a_wrong_file_in_the_target_is_replaced(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    file.target.parent.mkdir()
    file.target.write_bytes(bytes(len(DATA)))
    fetch(downloader, file)
    assert file.target.read_bytes() == DATA


def test_a_file_without_a_hash_is_refused_before_anything_is_fetched(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    good = wanted(tmp_path, server.url + PATH)
    for sha256, md5 in [("", ""), ("../../etc/passwd", ""), ("ab", ""), ("", "xyz")]:
        bad = FileToFetch((server.url + PATH,), tmp_path / "bad", 1, sha256, md5)
        with pytest.raises(PlanInvalid) as caught:
            downloader.fetch_all([good, bad], Cancel(), lambda *_: None)
        assert caught.value.remedy
    assert server.requests == []


def test_md5_will_do_where_nothing_better_is_known(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    md5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()
    file = FileToFetch((server.url + PATH,), tmp_path / "file", None, md5=md5)
    fetch(downloader, file)
    server.always(PATH, faults.flip(0))
    file.target.unlink()
    assert trouble_of(downloader, file).rule is Rule.DAMAGED


def many_files(tmp_path: Path, number: int) -> tuple[dict[str, bytes], list[FileToFetch]]:
    chance = random.Random(11)
    contents = {
        f"/{index}": chance.randbytes(chance.randrange(1, 60_000)) for index in range(number)
    }
    folder = tmp_path / "there"
    return contents, [
        FileToFetch((path,), folder / path[1:], len(data), hashlib.sha256(data).hexdigest())
        for path, data in contents.items()
    ]


def at(server: FaultServer, file: FileToFetch) -> FileToFetch:
    return FileToFetch((server.url + file.urls[0],), file.target, file.size, file.sha256)


def test_many_files_arrive_over_few_connections(downloader: Downloader, tmp_path: Path) -> None:
    contents, files = many_files(tmp_path, 120)
    with FaultServer(contents) as server:
        heard, total = Heard(), sum(map(len, contents.values()))
        downloader.fetch_all([at(server, file) for file in files], Cancel(), heard.on_bytes)
    for path, data in contents.items():
        assert (tmp_path / "there" / path[1:]).read_bytes() == data
    assert server.connections <= 8
    assert heard.never_decreased()
    assert heard.bytes[-1] == (total, total)
    assert {size for _done, size in heard.bytes} == {total}


def test_files_are_begun_in_the_order_in_which_they_are_given(
    tmp_path: Path, no_proxies: None
) -> None:
    contents, files = many_files(tmp_path, 20)
    downloader = Downloader(tmp_path / "partials", connections=1, patience=QUICK)
    with FaultServer(contents) as server:
        downloader.fetch_all([at(server, file) for file in files], Cancel(), lambda *_: None)
    assert [request.path for request in server.requests] == list(contents)
    downloader.close()


def test_progress_is_told_at_most_about_twenty_times_a_second(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.drip(4_000_000))
    before = time.monotonic()
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    seconds = time.monotonic() - before
    assert 3 <= len(heard.bytes) <= 20 * seconds + 3


def test_the_first_error_stops_the_other_files(downloader: Downloader, tmp_path: Path) -> None:
    contents, files = many_files(tmp_path, 40)
    with FaultServer(contents) as server:
        for path in contents:
            server.always(path, faults.drip(2000))
        worst = next(iter(contents))
        server.fail(worst, faults.status(404))
        before = time.monotonic()
        with pytest.raises(ServerTrouble) as caught:
            downloader.fetch_all([at(server, file) for file in files], Cancel(), lambda *_: None)
        assert time.monotonic() - before < 2
        assert len(server.requests) <= 16
    assert caught.value.rule is Rule.GONE


def test_a_limit_of_connections_holds_over_several_calls(tmp_path: Path, no_proxies: None) -> None:
    contents, files = many_files(tmp_path, 12)
    downloader = Downloader(tmp_path / "partials", connections=2, patience=QUICK)
    with FaultServer(contents) as server:
        halves = [[at(server, file) for file in files[start::3]] for start in range(3)]
        threads = [
            threading.Thread(target=downloader.fetch_all, args=(half, Cancel(), lambda *_: None))
            for half in halves
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.connections == 2
    assert all(file.target.exists() for file in files)
    downloader.close()


def test_an_error_in_the_listener_ends_the_download(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    def broken(_done: int, _total: int | None) -> None:
        raise RuntimeError("the listener broke")

    with pytest.raises(RuntimeError, match="the listener broke"):
        downloader.fetch(wanted(tmp_path, server.url + PATH), Cancel(), broken)


def test_missing_bytes_count_off_what_is_there(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    assert downloader.missing_bytes([file]) == len(DATA)
    server.fail(PATH, faults.truncate(1_000_000))
    server.always(PATH, faults.status(404))
    trouble_of(downloader, file)
    assert downloader.missing_bytes([file]) == len(DATA) - 1_000_000
    server.always(PATH, faults.serve)
    fetch(downloader, file)
    assert downloader.missing_bytes([file]) == 0


def test_a_folder_hands_out_files_like_a_server(downloader: Downloader, tmp_path: Path) -> None:
    stick = tmp_path / "a stick with ünicode & 100%" / "file.bin"
    stick.parent.mkdir()
    stick.write_bytes(DATA)
    gone = (tmp_path / "not there").as_uri()
    heard = fetch(downloader, wanted(tmp_path, gone, stick.as_uri()))
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert heard.bytes[-1] == (len(DATA), len(DATA))


def test_a_damaged_file_on_a_stick_is_refused(downloader: Downloader, tmp_path: Path) -> None:
    stick = tmp_path / "file.bin"
    stick.write_bytes(DATA[:-1] + b"?")
    trouble = trouble_of(downloader, wanted(tmp_path, stick.as_uri()))
    assert trouble.rule is Rule.DAMAGED_FILE
    assert trouble.summary == "The file file.bin is damaged or altered; it was not used."
    assert "Copy the whole kit again" in trouble.remedy


def test_a_missing_file_on_a_stick_is_told(downloader: Downloader, tmp_path: Path) -> None:
    missing = wanted(tmp_path, (tmp_path / "gone").as_uri())
    assert trouble_of(downloader, missing).rule is Rule.NO_FILE


def test_requests_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, app.core.network.download, app.core.machine.reach;"
        "sys.exit('requests' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0


def test_each_file_is_announced_when_it_is_there_and_proved(
    server: FaultServer, tmp_path: Path, downloader: Downloader
) -> None:
    file = wanted(tmp_path, server.url + PATH)
    seen: list[bytes] = []
    for _run in range(2):
        downloader.fetch_all(
            [file], Cancel(), lambda *_: None, on_file=lambda f: seen.append(f.target.read_bytes())
        )
    assert len(seen) == 2, "a file that was there before is announced as well"
    assert seen[0] == seen[1] == file.target.read_bytes()
