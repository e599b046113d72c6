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
        f"https://h/b.whl?sig={SECRET}&e=1#sha256=ab",
        f"https://h/x?X-Amz-Date=1&X-Amz-Signature={SECRET}",
        f"https://h/x?AWSAccessKeyId={SECRET}&Signature={SECRET}",
        f"https://h/x?X-Goog-Credential={SECRET}%2Fauto",
        f"https://a.blob.core.windows.net/c/x.whl?sv=2022&sr=b&sp=r&sig={SECRET}%3D",
        f"https://h/x?e=1&amp;key={SECRET}",
        f'"https://h/x?e=1\\u0026key={SECRET}"',
        f"https%3A%2F%2Fh%2Fx%3Fe%3D1%26auth%3D{SECRET}%26a%3D1",
        f"?code={SECRET}",
        f"https://dl.example/x.zip?st={SECRET}&e=1",
        f"said Bearer {SECRET}9876543210",
        f"machine h login anna password {SECRET}",
        f"machine h\n  login anna\n  password {SECRET}\n",
        f"password {SECRET}",
        f"curl -u anna:{SECRET} https://h",
        f"['curl', '-u', 'anna:{SECRET}']",
        f"wget --proxy-user=anna:{SECRET}",
        f"conda config --set token {SECRET}",
        f"pip config set global.password {SECRET}",
        f"net use \\\\srv\\share /user:anna {SECRET}",
        f"Passwort: {SECRET}",
        f"密码：{SECRET}",
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
        "https://h/x.whl#sha256=0123456789abcdef",
        "https://h/x.conda?sha256=0123456789abcdef&md5=0123&page=2",
        "https://h/x?monkey=1&passage=2&first=3&decode=4",
        '{"key": "0123456789abcdef", "code": 1, "sig": "x"}',
        'fingerprint = "0123abc", md5 = "0123", sha256 = "4567"',
        "exit code=1, key=value, auth=none",
        "python -u run.py and conda list -u numpy",
        "The server wants Bearer authentication or Basic authentication.",
        "password required",
        "Basic usage: 3 lines",
        "set the token first, then log in",
        "服务器要密码：请向管理员要一个",
        "machine learning with numpy 2.1",
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


def test_a_login_in_the_letters_of_a_header_is_known_without_its_name() -> None:
    assert redact("sent Basic YW5uYTpodW50ZXIy= to it") == "sent Basic *** to it"


def test_the_rest_of_a_signed_address_stays() -> None:
    address = "https://h/b.whl?v=1&sig=abc%3D&e=2#sha256=0123"
    assert redact(address) == address.replace("abc%3D", "***")


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
    "piece",
    [
        "a.",
        "token",
        "https://",
        "/t/",
        "x:y@",
        "https://a",
        "%3A%2F%2F",
        'token="',
        "\\",
        "?sig=",
        "&a.",
        "-u a:",
        "Bearer 1",
        "Basic a",
        "machine a ",
        "login a login ",
        "password ",
        "--set token",
        " /user:a ",
    ],
)
def test_long_lines_take_no_time(piece: str) -> None:
    started = time.process_time()
    redact(piece * 30_000)
    assert time.process_time() - started < 5
