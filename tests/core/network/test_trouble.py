"""Every kind of network trouble gets one rule, one sentence and one remedy."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest
import requests
from urllib3.exceptions import ProxyError

from app.core.network.retry_after import seconds_to_wait
from app.core.network.trouble import ServerTrouble, from_exception, from_status, host_of
from app.core.network.words import Rule, words
from app.errors import Action, ExitCode, NoNetwork
from app.i18n import set_language

URL = "https://files.example.org/a/b.sh"


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_sentence_and_a_remedy_in_the_persons_language(rule: Rule) -> None:
    sentence, remedy = words(rule, "files.example.org")
    assert sentence.endswith(".")
    assert len(remedy) > 20
    assert "{" not in sentence + remedy
    set_language("pseudo")
    try:
        assert all(text.startswith("⟦") for text in words(rule, "x"))
    finally:
        set_language("en")


def test_no_two_rules_say_the_same() -> None:
    assert len({words(rule, "x")[0] for rule in Rule}) == len(Rule)


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        (403, Rule.BLOCKED),
        (401, Rule.BLOCKED),
        (451, Rule.BLOCKED),
        (404, Rule.GONE),
        (407, Rule.PROXY_PASSWORD),
        (416, Rule.RANGE),
        (429, Rule.BUSY),
        (503, Rule.BUSY),
        (500, Rule.SERVER_ERROR),
        (502, Rule.SERVER_ERROR),
        (511, Rule.PORTAL),
    ],
)
def test_a_status_gets_its_rule(status: int, rule: Rule) -> None:
    trouble = from_status(status, URL, "because")
    assert trouble.rule is rule
    assert isinstance(trouble, NoNetwork)
    assert trouble.exit_code is ExitCode.NETWORK
    assert str(status) in trouble.detail
    assert "because" in trouble.detail


def verification_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("error", "rule"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), Rule.REFUSED),
        (OSError(errno.ENETUNREACH, "x"), Rule.NO_NETWORK),
        (OSError(errno.EHOSTUNREACH, "x"), Rule.NO_NETWORK),
        (ConnectionResetError(errno.ECONNRESET, "x"), Rule.RESET),
        (TimeoutError(), Rule.TIMEOUT),
        (OSError(errno.ETIMEDOUT, "x"), Rule.TIMEOUT),
        (socket.gaierror(socket.EAI_NONAME, "x"), Rule.NO_DNS),
        (verification_error(20), Rule.TLS),
        (verification_error(9), Rule.CLOCK),
        (verification_error(-67819), Rule.CLOCK),
        (ssl.SSLEOFError(8, "x"), Rule.RESET),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), Rule.TLS),
        (ProxyError("x", ConnectionRefusedError(errno.ECONNREFUSED, "x")), Rule.PROXY),
        (ProxyError("x", OSError("Tunnel connection failed: 407 x")), Rule.PROXY_PASSWORD),
        (requests.exceptions.InvalidURL("x"), Rule.BAD_ADDRESS),
        (ZeroDivisionError("what?"), Rule.UNKNOWN),
    ],
    ids=repr,
)
def test_an_exception_gets_its_rule_however_deep_it_is_wrapped(
    error: Exception, rule: Rule
) -> None:
    assert from_exception(error, URL).rule is rule
    wrapped = requests.ConnectionError(RuntimeError("outer", error))
    assert from_exception(wrapped, URL).rule is rule
    caused = OSError("outer")
    caused.__cause__ = error
    assert from_exception(caused, URL).rule is rule


def test_an_unknown_name_is_told_as_such() -> None:
    with pytest.raises(requests.ConnectionError) as caught:
        requests.get("http://no-such-host.invalid/", timeout=5)
    assert from_exception(caught.value, URL).rule is Rule.NO_DNS


def test_a_port_nobody_listens_on_is_told_as_refused() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(requests.ConnectionError) as caught:
        requests.get(f"http://127.0.0.1:{port}/", timeout=5)
    assert from_exception(caught.value, URL).rule is Rule.REFUSED


def test_circular_causes_end() -> None:
    first, second = OSError("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first
    assert from_exception(first, URL).rule is Rule.UNKNOWN


def test_trouble_stays_what_it_is() -> None:
    trouble = ServerTrouble(Rule.PORTAL, "x")
    assert from_exception(trouble, URL) is trouble


def test_secrets_never_get_into_the_detail() -> None:
    address = "http://ada:s3cret@proxy.example.org:8080/t/tk-1234567890/main"
    for text in (
        from_exception(OSError(f"cannot reach {address}"), address).detail,
        from_status(403, address, address).detail,
    ):
        assert "s3cret" not in text
        assert "tk-1234567890" not in text
        assert "proxy.example.org" in text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (URL, "files.example.org"),
        ("http://ada:s3cret@example.org:1/x", "example.org"),
        ("file:///media/stick/kit", "/media/stick/kit"),
        ("http://[", "http://["),
    ],
)
def test_the_host_is_named_for_people(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        (" 3 ", 3.0),
        ("-3", 0.0),
        ("", None),
        ("soon", None),
        ("²", None),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
        ("Thu, 99 Jan 1970 00:00:01 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float | None) -> None:
    assert seconds_to_wait(header, now=10.0) == seconds


@pytest.mark.parametrize("rule", list(Rule))
def test_another_server_is_the_remedy_wherever_the_sentence_names_one(rule: Rule) -> None:
    set_language("en")
    trouble = ServerTrouble(rule, "host")
    if "another server" in trouble.remedy:
        assert trouble.action is Action.SERVERS
    assert trouble.action in (Action.SERVERS, Action.AGAIN)
