"""Secrets leave no trace in what is shown, logged or sent."""

from __future__ import annotations

import time

import pytest

from app.core.secrets import known_secrets, redact

SECRET = "hunter2-xyzzy"


@pytest.mark.parametrize(
    "text",
    [
        f"https://anna:{SECRET}@proxy:8080/x",
        f"http://anna:p@{SECRET}@proxy",
        f"https://{SECRET}@gitlab.example/simple",
        f"https://host/t/{SECRET}/channel",
        f"channel https://host/t/{SECRET}",
        f"password = {SECRET}",
        f"PIP_PASSWORD={SECRET}",
        f'{{"token": "{SECRET}"}}',
        f"access_token: '{SECRET}'",
        f"api-key={SECRET}&x=1",
        f"Authorization: Bearer {SECRET}",
        f"proxy-authorization: Basic {SECRET}",
        f"CLIENT_SECRET_KEY={SECRET}",
        f"http://CORP\\anna:{SECRET}@proxy:8080",
        f"http://anna:{SECRET}/9@proxy:8080",
        f"HTTP_PROXY=anna:{SECRET}@proxy:8080",
        f"proxy anna:{SECRET}@proxy.example",
        f"https:\\/\\/anna:{SECRET}@host\\/x",
        f"https:\\/\\/host\\/t\\/{SECRET}\\/x",
        f"https%3A%2F%2Fanna%3A{SECRET}%40host%2Fx",
        f"https%3A%2F%2Fhost%2Ft%2F{SECRET}%2Fx",
        f"password=ab,{SECRET};{SECRET}",
        f'password: "with blanks {SECRET}"',
        f"'secret': 'a, b; {SECRET}'",
        f'"{{\\"token\\": \\"a {SECRET}\\"}}"',
        f"conda --token {SECRET} install",
        f"Set-Cookie: a=b; c={SECRET}",
        f'"Authorization": "Basic {SECRET}"',
        f"url?token%3D{SECRET}",
        f"//registry/:_authToken={SECRET}",
    ],
)
def test_no_part_of_a_secret_stays(text: str) -> None:
    assert SECRET not in redact(text)
    assert "***" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://conda.anaconda.org/conda-forge/linux-64/tokenizers-0.22.1-py312_0.conda",
        "tokenizers=0.22.1 secretstorage=3.3",
        "/home/anna/t/short/file",
        "mail anna@example.org: ready",
        "file:///home/a@b/kit",
        "see https://example.org/a?x=b@c",
        "https://host:8080/a@b",
        "conda-forge::numpy@1.2",
        "10:30:12 [verify] out: said me@host",
        "max-tokens and --no-token",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("length", [1, 2, 300, 2000])
def test_tokens_and_logins_of_any_length_go(length: int) -> None:
    long = "Zq" * length
    assert "Zq" not in redact(f"https://host/t/{long[:200]}/x https://anna:{long}@host")


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1" * 18,
        "hf_" + "aB" * 17,
        "glpat-" + "x1" * 10,
        "AKIA" + "A1" * 8,
        "sk-" + "a1" * 20,
    ],
)
def test_what_services_hand_out_is_known_by_its_shape(token: str) -> None:
    assert redact(f"got {token}.") == "got ***."


def test_the_secrets_of_an_environment_are_its_passwords_and_tokens() -> None:
    environ = {
        "HTTPS_PROXY": "http://me:p%40ss@proxy:1",
        "http_proxy": "me:other@proxy",
        "HF_TOKEN": "abcdef",
        "SSH_AUTH_SOCK": "/tmp/agent",
        "AUTH_ENABLED": "enabled",
        "PATH": "/usr/bin",
        "NO_PROXY": "localhost",
    }
    assert set(known_secrets(environ)) == {"p%40ss", "p@ss", "other", "abcdef"}


def test_redacting_twice_changes_nothing_more() -> None:
    once = redact(f"https://a:{SECRET}@h/t/{SECRET}/ token={SECRET}")
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece", ["a.", "token", "https://", "/t/", "x:y@", "https://a", "%3A%2F%2F", 'token="', "\\"]
)
def test_long_lines_take_no_time(piece: str) -> None:
    started = time.monotonic()
    redact(piece * 30_000)
    assert time.monotonic() - started < 2
