"""Redirects, proxies and certificates."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from app.core.network.download import Downloader, FileToFetch
from app.core.network.words import Rule
from tests.fakes import faults
from tests.fakes.downloads import CERTIFICATES, DATA, PATH, fetch, trouble_of, wanted
from tests.fakes.fault_server import FaultServer
from tests.fakes.proxy import Proxy


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


def test_a_redirect_to_what_is_no_address_is_the_servers_fault(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.redirect("http://[/x"))
    assert trouble_of(downloader, wanted(tmp_path, server.url + PATH)).rule is Rule.SERVER_ERROR


def test_a_proxy_of_the_environment_is_used(
    server: FaultServer, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        fetch(downloader, wanted(tmp_path, server.url + PATH))
    assert proxy.asked == [server.url + PATH]


@pytest.fixture
def dead_proxy(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a proxy of the environment that is not there any more."""
    with Proxy() as gone:
        name = gone.url.removeprefix("http://")
    for variable in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, f"http://ada:s3cret@{name}")
    return name


def test_a_dead_proxy_is_gone_around_once_and_told_once(
    server: FaultServer, downloader: Downloader, tmp_path: Path, dead_proxy: str
) -> None:
    heard = fetch(downloader, wanted(tmp_path, server.url + PATH))
    server.files["/more.bin"] = DATA[:1000]
    more = FileToFetch(
        (server.url + "/more.bin",), tmp_path / "more", 1000, sha256(DATA[:1000]).hexdigest()
    )
    fetch(downloader, more, heard)
    (sentence,) = heard.sentences
    assert f"proxy {dead_proxy} does not answer" in sentence
    assert "s3cret" not in sentence


def test_a_dead_proxy_is_named_where_nothing_leads_around_it(
    downloader: Downloader, tmp_path: Path, dead_proxy: str
) -> None:
    with FaultServer({}) as gone:
        url = gone.url + PATH
    for address in (url, url.replace("http:", "https:")):
        trouble = trouble_of(downloader, wanted(tmp_path, address))
        assert trouble.rule is Rule.PROXY
        assert dead_proxy in trouble.summary
        assert "s3cret" not in trouble.detail + trouble.summary + trouble.remedy


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_answers_is_never_gone_around(
    server: FaultServer,
    downloader: Downloader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    with Proxy(wants_password=True) as proxy:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(variable, proxy.url.replace("//", "//ada:s3cret@"))
        address = server.url.replace("http", scheme) + PATH
        trouble = trouble_of(downloader, wanted(tmp_path, address))
    assert trouble.rule is Rule.PROXY_PASSWORD
    assert "s3cret" not in trouble.detail + trouble.summary + trouble.remedy
    assert proxy.asked
    assert server.connections == 0


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
