"""The downloader against real servers on the loopback that misbehave in every way we know."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.download import Downloader, FileToFetch, Patience
from app.core.network_trouble import ServerTrouble
from app.core.network_words import Rule
from app.errors import Cancelled, NoSpace, PlanInvalid
from tests.fakes import fault_server as faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.proxy import Proxy

ROOT = Path(__file__).parents[2]
QUICK = Patience(
    connect=2, read=1, stall=0.3, attempts=4, backoff=0.01, backoff_cap=0.05, longest_wait=1.5
)
DATA = random.Random(7).randbytes(3_000_000)
PATH = "/file.bin"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer({PATH: DATA}) as running:
        yield running
    assert running.errors == []


@pytest.fixture
def downloader(tmp_path: Path) -> Iterator[Downloader]:
    made = Downloader(tmp_path / "partials", patience=QUICK)
    yield made
    made.close()


def wanted(tmp_path: Path, *urls: str, data: bytes = DATA, size: int | None = -1) -> FileToFetch:
    return FileToFetch(
        urls=urls,
        target=tmp_path / "there" / "file.bin",
        size=len(data) if size == -1 else size,
        sha256=hashlib.sha256(data).hexdigest(),
    )


class Heard:
    """What the downloader told: byte counts and sentences."""

    def __init__(self) -> None:
        self.bytes: list[tuple[int, int | None]] = []
        self.sentences: list[str] = []

    def on_bytes(self, done: int, total: int | None) -> None:
        self.bytes.append((done, total))

    def never_decreased(self) -> bool:
        counts = [done for done, _total in self.bytes]
        return counts == sorted(counts)


def fetch(downloader: Downloader, file: FileToFetch, heard: Heard | None = None) -> Heard:
    heard = heard or Heard()
    path = downloader.fetch(file, Cancel(), heard.on_bytes, heard.sentences.append)
    assert path == file.target
    return heard


def left_behind(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "partials").iterdir())


def trouble_of(downloader: Downloader, file: FileToFetch) -> ServerTrouble:
    with pytest.raises(ServerTrouble) as caught:
        fetch(downloader, file)
    assert not file.target.exists()
    assert caught.value.summary
    assert caught.value.remedy
    return caught.value


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


@pytest.mark.parametrize("seed", range(10))
def test_cut_anywhere_the_hash_is_right_and_little_is_fetched_twice(
    server: FaultServer, downloader: Downloader, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 8)):
        count = chance.randrange(64 * 1024, len(DATA) // 3)
        kinds = [faults.truncate(count), faults.reset(count), faults.truncate(count, length=False)]
        server.fail(PATH, chance.choice(kinds))
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert server.sent() < 1.3 * len(DATA)
    assert heard.never_decreased()


def test_a_server_that_cuts_every_connection_costs_no_extra_bytes(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.truncate(200_000))
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.sent() < 1.1 * len(DATA)
    assert len(server.requests) == 15
    assert any("continuing" in sentence for sentence in heard.sentences)


def test_a_silent_connection_is_dropped_and_continued(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.stall(1_000_000))
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.sent() < 1.1 * len(DATA)
    assert server.requests[1].range_start == 1_000_000


def test_a_server_that_only_stalls_is_given_up_by_name(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.stall(0))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.STALLED
    assert len(server.requests) == QUICK.attempts


@pytest.mark.parametrize(
    "fault",
    [
        faults.ignore_range,
        faults.wrong_range,
        faults.no_length,
        faults.chunked,
        faults.gzipped,
        faults.called_gzipped,
        faults.wrong_length(-1000),
        faults.wrong_length(1000),
        faults.status(500),
        faults.status(502),
        faults.status(503),
        faults.status(429, Retry_After=0),
        faults.never_answer,
        faults.html,
        faults.disguised_html,
        faults.flip(2_000_000),
        faults.truncate(0),
        faults.reset(0),
    ],
    ids=lambda fault: fault.__qualname__.split(".")[0],
)
@pytest.mark.parametrize("resumed", [False, True], ids=["fresh", "resumed"])
def test_every_fault_that_passes_ends_in_the_right_file(
    server: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault, resumed: bool
) -> None:
    if resumed:
        server.fail(PATH, faults.truncate(1_000_000))
    server.fail(PATH, fault)
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert heard.never_decreased()
    assert heard.bytes[-1] == (len(DATA), len(DATA))
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("fault", [faults.no_length, faults.chunked, faults.gzipped, faults.serve])
def test_a_file_of_unknown_size_is_proved_by_its_hash(
    server: FaultServer, downloader: Downloader, tmp_path: Path, fault: faults.Fault
) -> None:
    server.fail(PATH, fault)
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH, size=None))
    assert heard.bytes[-1] == (len(DATA), len(DATA))


def test_a_sign_in_page_does_not_destroy_what_is_there(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.truncate(2_000_000), faults.html, faults.disguised_html)
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.requests[-1].range_start == 2_000_000


def test_a_sign_in_page_is_called_one(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.html)
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.PORTAL
    assert left_behind(tmp_path) == []


def test_an_altered_file_is_tried_once_more_and_then_refused_with_nothing_kept(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.flip(1))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.DAMAGED
    assert "damaged or altered; it was not run" in trouble.summary
    assert len(server.requests) == 2
    assert left_behind(tmp_path) == []


def test_an_altered_file_is_fetched_from_the_next_server(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.flip(1))
    with FaultServer({PATH: DATA}) as other:
        heard = fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert (len(server.requests), len(other.requests)) == (2, 1)
    assert any("damaged" in sentence for sentence in heard.sentences)


def test_a_longer_file_than_promised_is_refused(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = DATA + b"more"
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.DAMAGED


def test_a_short_file_is_called_cut_off_and_never_altered(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = DATA[:2_000_000]
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule in (Rule.CUT, Rule.RANGE)
    assert "altered" not in trouble.summary + trouble.remedy


@pytest.mark.parametrize("code", [403, 404, 410])
def test_a_refusing_server_is_left_at_once_for_the_next(
    server: FaultServer, downloader: Downloader, tmp_path: Path, code: int
) -> None:
    server.always(PATH, faults.status(code))
    with FaultServer({PATH: DATA}) as other:
        heard = fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert (len(server.requests), len(other.requests)) == (1, 1)
    assert len(heard.sentences) == 1


def test_the_reason_a_server_gives_is_in_the_detail(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.status(403, b'{"reason": "rate limit of your school"}'))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.BLOCKED
    assert "rate limit of your school" in trouble.detail


def test_the_next_server_gets_asked_for_the_rest_only(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.truncate(2_000_000))
    server.always(PATH, faults.status(404))
    with FaultServer({PATH: DATA}) as other:
        other.etag = '"another"'
        fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert other.requests[0].range_start == 2_000_000
    assert "if-range" not in other.requests[0].headers


def test_a_file_that_changed_on_the_server_is_started_anew(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.files[PATH] = bytes(len(DATA))

    def cut_and_change(exchange: faults.Exchange) -> None:
        faults.truncate(1_000_000)(exchange)
        server.files[PATH], server.etag = DATA, '"2"'

    server.fail(PATH, cut_and_change)
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.requests[1].headers["if-range"] == '"1"'
    assert (tmp_path / "there" / "file.bin").read_bytes() == DATA
    assert len(server.requests) == 2


def test_retry_after_is_waited_for_and_said(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.fail(PATH, faults.status(429, Retry_After=1))
    before = time.monotonic()
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert 1.0 <= time.monotonic() - before < 3
    assert heard.sentences == ["127.0.0.1 is busy and asks to wait 1 seconds."]


def test_a_huge_retry_after_sends_us_to_the_next_server(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.status(503, Retry_After=10**9))
    with FaultServer({PATH: DATA}) as other:
        before = time.monotonic()
        fetch(downloader, wanted(tmp_path, server.url + PATH, other.url + PATH))
    assert time.monotonic() - before < 1
    assert (len(server.requests), len(other.requests)) == (1, 1)


@pytest.mark.parametrize("value", ["-5", "soon", "", "9" * 5000])
def test_a_senseless_retry_after_does_no_harm(
    server: FaultServer, downloader: Downloader, tmp_path: Path, value: str
) -> None:
    server.fail(PATH, faults.status(429, Retry_After=value))
    fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert len(server.requests) == 2


def test_redirects_are_followed(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always("/old", faults.redirect(PATH))
    fetch(downloader, wanted(tmp_path, server.url + "/old"))
    assert server.sent(PATH) == len(DATA)


def test_redirect_circles_end(server: FaultServer, downloader: Downloader, tmp_path: Path) -> None:
    server.always(PATH, faults.redirect(PATH))
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.REDIRECTS
    assert len(server.requests) < 12


def test_a_redirect_to_a_local_file_is_refused(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(DATA)
    server.always(PATH, faults.redirect(secret.as_uri()))
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.DOWNGRADE


def test_a_refused_connection_is_tried_again_and_then_told(
    downloader: Downloader, tmp_path: Path
) -> None:
    with FaultServer({}) as gone:
        url = gone.url + PATH
    assert trouble_of(downloader, wanted(tmp_path, url)).rule is Rule.REFUSED


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


@pytest.mark.parametrize("fault", [faults.stall(500_000), faults.never_answer, faults.drip(10_000)])
def test_cancelling_is_noticed_at_once_and_keeps_what_is_there(
    server: FaultServer, tmp_path: Path, fault: faults.Fault
) -> None:
    server.fail(PATH, fault)
    downloader = Downloader(tmp_path / "partials", patience=Patience())
    file, cancel = wanted(tmp_path, server.url + PATH), Cancel()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        cancel.set()

    threading.Timer(0.4, ask).start()
    with pytest.raises(Cancelled):
        downloader.fetch(file, cancel, lambda *_: None)
    assert time.monotonic() - asked[0] < 0.3
    there = len(DATA) - downloader.missing_bytes([file])
    fetch(downloader, file)
    assert server.requests[-1].range_start == there
    downloader.close()


def test_cancelling_interrupts_a_long_wait(server: FaultServer, tmp_path: Path) -> None:
    server.always(PATH, faults.status(503, Retry_After=50))
    downloader = Downloader(tmp_path / "partials", patience=Patience())
    cancel = Cancel()
    threading.Timer(0.3, cancel.set).start()
    before = time.monotonic()
    with pytest.raises(Cancelled):
        downloader.fetch(wanted(tmp_path, server.url + PATH), cancel, lambda *_: None)
    assert time.monotonic() - before < 0.6
    downloader.close()


CHILD = """
import sys
from pathlib import Path
from app.core.cancel import Cancel
from app.core.download import Downloader, FileToFetch
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


def test_many_files_arrive_biggest_first_over_few_connections(
    downloader: Downloader, tmp_path: Path
) -> None:
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
    sizes = [len(contents[request.path]) for request in server.requests]
    assert sorted(sizes[:8], reverse=True) == sorted(sizes, reverse=True)[:8]


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
        worst = max(contents, key=lambda path: len(contents[path]))
        server.fail(worst, faults.status(404))
        before = time.monotonic()
        with pytest.raises(ServerTrouble) as caught:
            downloader.fetch_all([at(server, file) for file in files], Cancel(), lambda *_: None)
        assert time.monotonic() - before < 2
        assert len(server.requests) <= 16
    assert caught.value.rule is Rule.GONE


def test_a_limit_of_connections_holds_over_several_calls(tmp_path: Path) -> None:
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
    assert trouble_of(downloader, wanted(tmp_path, stick.as_uri())).rule is Rule.DAMAGED


def test_a_missing_file_on_a_stick_is_told(downloader: Downloader, tmp_path: Path) -> None:
    missing = wanted(tmp_path, (tmp_path / "gone").as_uri())
    assert trouble_of(downloader, missing).rule is Rule.NO_FILE


def test_a_proxy_of_the_environment_is_used(
    server: FaultServer, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert proxy.asked == [server.url + PATH]


def test_a_dead_proxy_is_named_without_its_password(
    server: FaultServer, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy() as gone:
        address = gone.url.replace("http://", "http://ada:s3cret@")
    monkeypatch.setenv("HTTP_PROXY", address)
    trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is Rule.PROXY
    assert "s3cret" not in trouble.detail + trouble.summary + trouble.remedy
    assert server.requests == []


CERTIFICATES = ROOT / "tests" / "fakes" / "certificates"


def test_https_works_with_the_systems_certificates(
    downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "bundle that is gone"))
    with FaultServer({PATH: DATA}, tls=CERTIFICATES / "server.pem") as server:
        server.fail(PATH, faults.truncate(1_000_000), faults.stall(500_000))
        fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert server.sent() < 1.1 * len(DATA)


@pytest.mark.parametrize(
    ("certificate", "rule"),
    [("server", Rule.TLS), ("expired", Rule.TLS), ("other_name", Rule.TLS), ("early", Rule.CLOCK)],
)
def test_an_untrusted_server_gets_no_request_at_all(
    downloader: Downloader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    certificate: str,
    rule: Rule,
) -> None:
    if certificate != "server":
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    with FaultServer({PATH: DATA}, tls=CERTIFICATES / f"{certificate}.pem") as server:
        trouble = trouble_of(downloader, wanted(tmp_path, server.url + PATH))
    assert trouble.rule is rule
    assert server.requests == []
    assert server.connections == 1


def test_a_redirect_from_https_to_http_is_refused(
    server: FaultServer, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    with FaultServer({PATH: DATA}, tls=CERTIFICATES / "server.pem") as safe:
        safe.always(PATH, faults.redirect(server.url + PATH))
        trouble = trouble_of(downloader, wanted(tmp_path, safe.url + PATH))
    assert trouble.rule is Rule.DOWNGRADE
    assert server.requests == []


def as_root(command: list[str]) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root on a POSIX system")
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this machine does not let us: {error}")


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    drive = tmp_path / "drive"
    drive.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(drive)])
    yield drive
    subprocess.run(["umount", "-l", str(drive)], check=True)


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
    with pytest.raises(ServerTrouble) as caught:
        downloader.read("gopher://example.org/x", 100, Cancel())
    assert caught.value.rule is Rule.BAD_ADDRESS


def test_a_sign_in_page_is_no_document(server: FaultServer, downloader: Downloader) -> None:
    server.always("/index.json", faults.html)
    with pytest.raises(ServerTrouble) as caught:
        downloader.read(server.url + "/index.json", 10_000, Cancel())
    assert caught.value.rule is Rule.PORTAL


def test_requests_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, app.core.download, app.core.reach; sys.exit('requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0
