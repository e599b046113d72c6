"""The publisher's hashes: read strictly, and nothing without one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import requests

from app.core.catalog.installers import Installer, built_in
from app.core.catalog.origin_hash import origin_hash
from app.errors import NoNetwork

A, B = "a1" * 32, "b2" * 32
INDEXED = built_in().choose("miniconda", "latest", "linux", "x86_64")
BESIDE = built_in().choose("miniforge", "26.7.2-0", "macos", "arm64")


def asked(installer: Installer, answer: str) -> tuple[str, int | None]:
    """The result for an answer of the publisher, whose address is checked too."""

    def read(url: str, limit: int) -> bytes:
        assert url == installer.hash_url
        assert len(answer) <= limit
        return answer.encode()

    return origin_hash(installer, read)


def index(**entry: object) -> str:
    return json.dumps({INDEXED.file: entry, "Other.sh": {"sha256": B, "size": 1}})


def test_an_index_gives_hash_and_size() -> None:
    text = index(sha256=A.upper(), size=125_000_000, mtime=1.5, md5="0" * 32)
    assert asked(INDEXED, text) == (A, 125_000_000)


def test_an_index_without_a_size_gives_the_hash_alone() -> None:
    assert asked(INDEXED, index(sha256=A, size="big")) == (A, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>please log in</html>",
        "[]",
        "{}",
        "null",
        json.dumps({"Other.sh": {"sha256": B}}),
        index(sha256="short"),
        index(md5="0" * 32),
        json.dumps({INDEXED.file: A}),
        '{"a":' * 100_000,
    ],
)
def test_an_index_without_the_hash_stops_everything(text: str) -> None:
    with pytest.raises(NoNetwork) as caught:
        asked(INDEXED, text)
    assert INDEXED.file in caught.value.summary
    assert "nothing is run" in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        f"{A}  ./{BESIDE.file}\n",
        f"{A} *{BESIDE.file}",
        f"{A.upper()}  {BESIDE.file}\r\n",
        f"{A}\n",
        f"{B}  ./Other.sh\n{A}  ./{BESIDE.file}\n",
    ],
)
def test_a_line_beside_the_file_gives_the_hash(text: str) -> None:
    assert asked(BESIDE, text) == (A, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Not Found",
        f"{A}  ./Other.sh\n",
        f"{A}\n{B}\n",
        f"{A}  {BESIDE.file}\n{B}  {BESIDE.file}\n",
        f"{A[:-1]}  {BESIDE.file}\n",
    ],
)
def test_a_line_that_is_not_clear_stops_everything(text: str) -> None:
    with pytest.raises(NoNetwork):
        asked(BESIDE, text)


def test_a_hash_of_our_own_needs_no_network() -> None:
    def read(url: str, limit: int) -> bytes:
        raise AssertionError(url)

    ours = replace(INDEXED, sha256=B, size=5)
    assert origin_hash(ours, read) == (B, 5)


def test_an_installer_without_any_hash_is_refused() -> None:
    nothing = replace(INDEXED, hash_url="", hash_format="")
    with pytest.raises(NoNetwork):
        origin_hash(nothing, lambda _url, _limit: b"")


@pytest.mark.online
@pytest.mark.parametrize("installer", [INDEXED, BESIDE], ids=["miniconda", "miniforge"])
def test_the_real_publishers_give_a_hash(installer: Installer) -> None:
    def read(url: str, limit: int) -> bytes:
        try:
            answer = requests.get(url, timeout=10)
            answer.raise_for_status()
        except requests.RequestException as error:
            pytest.skip(f"the real server cannot be reached: {type(error).__name__}")
        return answer.content[:limit]

    digest, _size = origin_hash(installer, read)
    assert len(digest) == 64
