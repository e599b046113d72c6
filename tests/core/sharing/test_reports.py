"""Reports of progress: taken when they are proper, refused when not; the room goes on."""

from __future__ import annotations

import json
import threading

import pytest
import requests

from app.core.sharing.messages import Phase, Progress, write_progress
from app.core.sharing.share import Share

JSON = {"Content-Type": "application/json"}


def tell(share: Share, body: bytes, **headers: str) -> requests.Response:
    address = f"{share.addresses[0]}/progress"
    return requests.post(address, data=body, headers={**JSON, **headers}, timeout=20)


def progress(number: int, phase: Phase = Phase.DOWNLOADING, name: str = "") -> bytes:
    return write_progress(Progress(f"{number:032x}", phase, 1, 2, name=name))


def test_a_report_becomes_a_row(share: Share) -> None:
    answer = tell(share, progress(1, name="Ada"))
    assert (answer.status_code, answer.json()) == (200, {"number": 1})
    (row,) = share.board().rows
    assert (row.name, row.fraction) == ("Ada", 0.5)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\x00" * 500, b'{"schema": 1}', json.dumps({"run": "x" * 32}).encode()],
)
def test_garbage_is_refused_and_leaves_no_row(share: Share, body: bytes) -> None:
    assert tell(share, body).status_code == 400
    assert share.board().rows == ()
    assert tell(share, progress(1)).status_code == 200


def test_what_is_too_large_is_refused(share: Share) -> None:
    assert tell(share, b"a" * 100_000).status_code == 413


def test_a_web_page_cannot_send_reports_from_somebodys_browser(share: Share) -> None:
    answer = tell(share, progress(1), **{"Content-Type": "text/plain"})
    assert answer.status_code == 415
    address = f"{share.addresses[0]}/progress"
    asked = requests.options(address, headers={"Origin": "http://evil.example"}, timeout=20)
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_one_run_that_tells_too_often_is_slowed_down_alone(share: Share) -> None:
    codes = [tell(share, progress(1)).status_code for _ in range(30)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert tell(share, progress(2)).status_code == 200


def test_a_whole_class_behind_one_address_is_heard(share: Share) -> None:
    codes: list[int] = []

    def participant(number: int) -> None:
        codes.extend(tell(share, progress(number)).status_code for _ in range(3))

    threads = [threading.Thread(target=participant, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [200] * 120
    assert len(share.board().rows) == 40


def test_one_address_that_sends_without_end_is_refused(share: Share) -> None:
    session = requests.Session()
    address = f"{share.addresses[0]}/progress"
    codes = [
        session.post(address, data=progress(n), headers=JSON, timeout=20).status_code
        for n in range(1500)
    ]
    session.close()
    assert 429 in codes
    assert requests.get(f"{share.addresses[0]}/manifest.json", timeout=20).status_code == 200
