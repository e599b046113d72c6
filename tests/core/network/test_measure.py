"""Measuring servers: real bytes from real loopback servers, within limits, and cancellable."""

from __future__ import annotations

import threading
import time

import pytest

from app.core.cancel import Cancel
from app.core.network.measure import Limits, Measured, measure_all
from app.core.network.words import Rule
from app.errors import Cancelled
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.downloads import PATH
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import Exchange, Fault

__all__ = ["no_proxies"]
QUICK = Limits(bytes=500_000, seconds=0.5, at_once=2, total=3.0)


def of(*urls: str, limits: Limits = QUICK) -> tuple[Measured, ...]:
    heard: dict[int, Measured] = {}
    found = measure_all(urls, Cancel(), heard.__setitem__, limits)
    assert [heard[index] for index in range(len(urls))] == list(found)
    return found


def test_a_server_is_measured_by_what_it_really_sent(server: FaultServer) -> None:
    server.always(PATH, faults.drip(1_000_000))
    (found,) = of(server.url + PATH)
    assert found.trouble is None
    assert 200_000 <= found.bytes <= 550_000
    assert 300_000 < found.rate < 1_500_000


def test_no_more_is_read_than_was_meant(server: FaultServer) -> None:
    (found,) = of(server.url + PATH, limits=Limits(bytes=100_000, seconds=2))
    assert 100_000 <= found.bytes < 170_000
    (request,) = server.requests
    assert request.headers["range"] == "bytes=0-99999"


def test_the_age_of_the_file_is_told(server: FaultServer) -> None:
    def dated(exchange: Exchange) -> None:
        exchange.good_head(Last_Modified="Sun, 01 Nov 2026 00:00:00 GMT")
        exchange.body(exchange.content)

    server.always(PATH, dated)
    (found,) = of(server.url + PATH)
    assert found.modified == 1793491200


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (faults.status(403), Rule.BLOCKED),
        (faults.status(404), Rule.GONE),
        (faults.status(429, Retry_After=60), Rule.BUSY),
        (faults.html, Rule.PORTAL),
        (faults.reset(0), Rule.CUT),
        (faults.never_answer, Rule.TIMEOUT),
    ],
)
def test_a_server_in_trouble_says_why(server: FaultServer, fault: Fault, rule: Rule) -> None:
    server.always(PATH, fault)
    (found,) = of(server.url + PATH)
    assert found.trouble is not None
    assert found.trouble.rule in (rule, Rule.RESET if rule is Rule.CUT else rule)
    assert found.trouble.summary
    assert found.rate == 0


def test_one_that_is_not_there_does_not_stop_the_others(server: FaultServer) -> None:
    dead, alive = of("http://127.0.0.1:9/x.bin", server.url + PATH)
    assert dead.trouble is not None
    assert dead.trouble.rule is Rule.REFUSED
    assert alive.rate > 0


def test_never_more_at_once_than_allowed(server: FaultServer) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def counted(exchange: Exchange) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.1)
        with lock:
            now[0] -= 1
        faults.serve(exchange)

    server.always(PATH, counted)
    of(*[f"{server.url}{PATH}"] * 6)
    assert most[0] == 2


def test_all_together_end_in_time_and_the_silent_count_as_silent(server: FaultServer) -> None:
    server.always(PATH, faults.never_answer)
    began = time.monotonic()
    limits = Limits(bytes=1000, seconds=5, at_once=1, total=0.6)
    found = of(*[server.url + PATH] * 3, limits=limits)
    assert time.monotonic() - began < 1.5
    assert [each.trouble.rule for each in found if each.trouble] == [Rule.TIMEOUT] * 3


def test_cancelling_is_obeyed_at_once(server: FaultServer) -> None:
    server.always(PATH, faults.never_answer)
    cancel = Cancel()
    threading.Timer(0.2, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        measure_all([server.url + PATH], cancel, lambda _index, _found: None)
    assert time.monotonic() - began < 1
