"""A computer without certificates: Seedbed's own stand in, unless some are chosen."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from app.core.network import trust
from app.core.processes.certificate_choice import before_trust, taken_out


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Linux that has none where any distribution keeps them."""
    monkeypatch.setattr(trust, "_BUNDLES", (str(tmp_path / "none.crt"),))


def test_a_system_with_certificates_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "some.crt").touch()
    monkeypatch.setattr(trust, "_BUNDLES", (str(tmp_path / "some.crt"),))
    environ: dict[str, str] = {}
    trust.trust_somebody("linux", environ)
    assert environ == {}


@pytest.mark.usefixtures("bare")
def test_a_system_without_any_gets_a_bundle_that_can_be_read() -> None:
    environ: dict[str, str] = {}
    trust.trust_somebody("linux", environ)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(environ["SSL_CERT_FILE"])
    assert context.cert_store_stats()["x509_ca"] > 50


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_what_somebody_has_chosen_counts(name: str, tmp_path: Path) -> None:
    chosen = tmp_path / "certificates"
    chosen.touch() if name == "SSL_CERT_FILE" else chosen.mkdir()
    environ = {name: str(chosen)}
    trust.trust_somebody("linux", environ)
    assert environ == {name: str(chosen)}


@pytest.mark.usefixtures("bare")
def test_a_choice_that_points_nowhere_is_none_and_what_stands_in_is_told_apart() -> None:
    environ = {"SSL_CERT_FILE": "/gone.pem", "PATH": "/bin"}
    trust.trust_somebody("linux", environ)
    trust.trust_somebody("linux", environ)  # another session of the same program
    assert Path(environ["SSL_CERT_FILE"]).is_file()
    assert taken_out(environ) == ("SSL_CERT_FILE",)
    assert before_trust(environ) == {"SSL_CERT_FILE": "/gone.pem", "PATH": "/bin"}


@pytest.mark.usefixtures("bare")
def test_what_stands_in_is_not_taken_for_the_persons_choice() -> None:
    environ = {"PATH": "/bin"}
    trust.trust_somebody("linux", environ)
    assert "SSL_CERT_FILE" in environ
    assert before_trust(environ) == {"PATH": "/bin"}
    assert taken_out(environ) == ()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("family", ["windows", "macos"])
def test_systems_with_a_store_of_their_own_are_asked(family: str) -> None:
    environ: dict[str, str] = {}
    trust.trust_somebody(family, environ)
    assert environ == {}
