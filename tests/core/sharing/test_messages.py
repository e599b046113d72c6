"""What is said between two computers is read strictly: whatever else is sent is no message."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.proof.code import Outcome, ProofCode
from app.core.sharing.messages import (
    NotAMessage,
    Phase,
    Progress,
    plain_name,
    read_progress,
    write_progress,
)
from app.core.workshops.nearby import About, is_near, read_about, write_about

RUN = "0123456789abcdef" * 2
CODE = ProofCode(Outcome.KERNEL, 12, 34).text
GOOD = Progress(RUN, Phase.DOWNLOADING, 5, 10, name="Ada 李")


def altered(**changes: Any) -> bytes:
    return json.dumps({**json.loads(write_progress(GOOD)), **changes}).encode()


def test_what_is_written_can_be_read() -> None:
    assert read_progress(write_progress(GOOD)) == GOOD
    ended = Progress(RUN, Phase.FAILED, 5, 0, CODE)
    assert read_progress(write_progress(ended)) == ended


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 5000, b'"' + b"a" * 3000 + b'"'),
        altered(run="short"),
        altered(run="../../etc/passwd" * 2),
        altered(phase="won"),
        altered(phase=["ready"]),
        altered(done=-1),
        altered(done=True),
        altered(done=11),
        altered(total=1e3),
        altered(total=2**80),
        altered(code="0000-0001"),
        altered(code=7),
        altered(name="a" * 41),
        altered(name="moves\x1b[2J"),
        altered(name=None),
        altered(schema=2),
        altered(schema="1"),
        altered(more="x"),
    ],
)
def test_anything_else_is_no_message(data: bytes) -> None:
    with pytest.raises(NotAMessage):
        read_progress(data)


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    with pytest.raises(NotAMessage):
        read_progress(data)


@given(st.text(max_size=200))
def test_every_name_that_is_typed_can_be_sent(text: str) -> None:
    told = Progress(RUN, Phase.READY, name=plain_name(text))
    assert read_progress(write_progress(told)) == told


def test_a_sharing_computer_is_known_by_what_it_says() -> None:
    assert read_about(write_about(About("Course", "1.0"))) == About("Course", "1.0")
    for data in (b"", b"<html>", b"{}", b'{"schema": 1, "title": "x"}', b"[]" * 2000):
        assert read_about(data) is None


def test_only_what_is_in_the_local_network_is_near() -> None:
    near = ("192.168.1.5", "10.0.0.1", "127.0.0.1", "169.254.3.4", "laptop.local", "fe80::1")
    assert all(map(is_near, near))
    assert not any(
        map(is_near, ("8.8.8.8", "example.org", "", "local.example.org", "2001:4860::1"))
    )
