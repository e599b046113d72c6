"""Probing servers: each thing that can stand in the way gets its own name, quickly."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.machine.reach import probe_all, probe_host
from app.core.network.certificate import issuer_in, issuer_of
from app.errors import Cancelled
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.proxy import Proxy

ROOT = Path(__file__).parents[3]
CERTIFICATES = ROOT / "tests" / "fakes" / "certificates"
PATH = "/index.json"
TIMEOUT = 2.0


@pytest.fixture(autouse=True)
def plain_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_a_server_that_answers_is_fine() -> None:
    with FaultServer({PATH: b"{}"}) as server:
        reach = probe_host(server.url + PATH, TIMEOUT)
    assert (reach.host, reach.ok, reach.trouble) == ("127.0.0.1", True, "")
    assert reach.clock_off_seconds is not None
    assert abs(reach.clock_off_seconds) < 60


def test_only_the_beginning_of_a_big_file_is_read() -> None:
    with FaultServer({PATH: bytes(50_000_000)}) as server:
        assert probe_host(server.url + PATH, TIMEOUT).ok
        assert server.sent() < 25_000_000


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (faults.status(403), "blocked"),
        (faults.status(404), "gone"),
        (faults.status(503), "busy"),
        (faults.status(502), "server_error"),
        (faults.status(511), "portal"),
        (faults.html, "portal"),
        (faults.redirect("/"), "portal"),
        (faults.redirect(PATH), "portal"),
        (faults.reset(0), "reset"),
        (faults.never_answer, "timeout"),
    ],
)
def test_what_a_server_does_is_named(fault: faults.Fault, trouble: str) -> None:
    with FaultServer({PATH: b"{}"}) as server:
        server.always(PATH, fault)
        server.always("/", faults.html)
        before = time.monotonic()
        reach = probe_host(server.url + PATH, TIMEOUT)
        assert time.monotonic() - before < TIMEOUT + 0.5
    assert (reach.ok, reach.trouble) == (False, trouble)


def test_a_web_page_is_fine_where_one_was_asked_for() -> None:
    with FaultServer({}) as server:
        server.always("/", faults.html)
        assert probe_host(server.url + "/", TIMEOUT).ok


def test_nobody_listening_is_refused() -> None:
    with FaultServer({}) as gone:
        url = gone.url
    assert probe_host(url, TIMEOUT).trouble == "refused"


def test_a_name_that_does_not_exist_is_no_dns() -> None:
    assert probe_host("https://no-such-host.invalid/x", 5).trouble == "no_dns"


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_is_days_off_is_told_though_the_server_answers(days: int) -> None:
    with FaultServer({PATH: b"{}"}) as server:
        moment = time.gmtime(time.time() - days * 86400)
        server.date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)
        reach = probe_host(server.url + PATH, TIMEOUT)
    assert (reach.ok, reach.trouble) == (True, "clock")
    assert reach.clock_off_seconds == pytest.approx(days * 86400, abs=60)


def test_a_clock_that_is_two_hours_off_passes() -> None:
    with FaultServer({PATH: b"{}"}) as server:
        moment = time.gmtime(time.time() - 7200)
        server.date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)
        assert probe_host(server.url + PATH, TIMEOUT).trouble == ""


def test_an_opened_connection_is_told_with_the_one_who_opens_it() -> None:
    with FaultServer({PATH: b"{}"}, tls=CERTIFICATES / "server.pem") as server:
        reach = probe_host(server.url + PATH, TIMEOUT)
    assert (reach.ok, reach.trouble) == (False, "tls")
    assert "Example School Filter" in reach.detail
    assert server.requests == []


def test_a_certificate_from_the_future_means_a_wrong_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    with FaultServer({PATH: b"{}"}, tls=CERTIFICATES / "early.pem") as server:
        assert probe_host(server.url + PATH, TIMEOUT).trouble == "clock"
    with FaultServer({PATH: b"{}"}, tls=CERTIFICATES / "expired.pem") as server:
        assert probe_host(server.url + PATH, TIMEOUT).trouble == "tls"
    with FaultServer({PATH: b"{}"}, tls=CERTIFICATES / "server.pem") as server:
        assert probe_host(server.url + PATH, TIMEOUT).ok


def test_a_dead_proxy_and_one_with_a_password_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer({PATH: b"{}"}) as server:
        with Proxy(wants_password=True) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//ada:s3cret@"))
            monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//ada:s3cret@"))
            plain = probe_host(server.url + PATH, TIMEOUT)
            tunnel = probe_host(server.url.replace("http:", "https:") + PATH, TIMEOUT)
        dead = probe_host(server.url + PATH, TIMEOUT)
    assert [reach.trouble for reach in (plain, tunnel, dead)] == ["proxy"] * 3
    assert plain.detail.startswith("407")
    assert tunnel.detail.startswith("407")
    assert not dead.detail.startswith("407")
    assert "s3cret" not in plain.detail + tunnel.detail + dead.detail


def test_all_servers_are_probed_at_once_and_told_in_order() -> None:
    with FaultServer({PATH: b"{}"}) as good, FaultServer({}) as slow:
        slow.always(PATH, faults.never_answer)
        urls = [slow.url + PATH, good.url + PATH, slow.url + PATH, good.url + "/none"]
        before = time.monotonic()
        found = probe_all(urls, TIMEOUT)
        assert time.monotonic() - before < TIMEOUT + 0.5
    assert [reach.trouble for reach in found] == ["timeout", "", "timeout", "gone"]


def test_a_verdict_comes_in_time_even_if_a_server_drips() -> None:
    with FaultServer({PATH: b"{}"}) as server:
        server.always(PATH, faults.stall(0))
        before = time.monotonic()
        found = probe_all([server.url + PATH], 1.0)
        assert time.monotonic() - before < 1.5
    assert not found[0].ok


def test_probing_can_be_cancelled() -> None:
    cancel = Cancel()
    threading.Timer(0.2, cancel.set).start()
    with FaultServer({}) as slow:
        slow.always(PATH, faults.never_answer)
        before = time.monotonic()
        with pytest.raises(Cancelled):
            probe_all([slow.url + PATH], 10.0, cancel)
        assert time.monotonic() - before < 0.6


def test_the_issuer_is_read_from_a_certificate() -> None:
    text = (CERTIFICATES / "server.pem").read_text()
    begin = text.index("-----BEGIN CERTIFICATE-----")
    assert issuer_in(ssl.PEM_cert_to_DER_cert(text[begin:])) == "Example School Filter"


@pytest.mark.parametrize("rubbish", [b"", b"0", b"\x30\x82", b"\x30\x03abc", bytes(100)])
def test_rubbish_has_no_issuer(rubbish: bytes) -> None:
    assert issuer_in(rubbish) == ""


def test_where_nothing_listens_there_is_no_issuer() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert issuer_of("127.0.0.1", probe.getsockname()[1], 1.0) == ""


OFFLINE = """
import time
from app.core.cancel import Cancel
from app.core.machine.reach import probe_all
before = time.monotonic()
found = probe_all(["https://repo.anaconda.com/x", "http://192.0.2.1/x"])
print(*(reach.trouble for reach in found), time.monotonic() - before < 20)
"""


def test_without_any_network_the_verdict_comes_within_twenty_seconds() -> None:
    if shutil.which("unshare") is None:
        pytest.skip("unshare is not installed")
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us make a network namespace")
    done = subprocess.run(
        ["unshare", "-n", sys.executable, "-c", OFFLINE],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["no_dns", "no_network", "True"]
