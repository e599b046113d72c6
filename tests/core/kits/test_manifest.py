"""A manifest says the same after writing and reading; anything else in it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.kits.manifest import (
    MAX_BYTES,
    Entry,
    Manifest,
    read_manifest,
    read_unfinished,
    refuse_newer,
    write_manifest,
    write_unfinished,
)
from app.errors import PlanInvalid

SHA = "0" * 64
MANIFEST = Manifest(
    "Ein „Kurs“",
    ("linux-64", "win-64"),
    (
        Entry("channel/noarch/a-1-0.conda", 2**33, SHA),
        Entry("materials/第一课.txt", 0, "a" * 64, ("win-64",)),
    ),
)


def document(**changes: Any) -> bytes:
    entry = {"path": "a", "size": 1, "sha256": SHA}
    whole = {"schema": 1, "title": "t", "platforms": ["linux-64"], "files": [entry]}
    return json.dumps({**whole, **changes}).encode()


def with_file(**changes: Any) -> bytes:
    return document(files=[{"path": "a", "size": 1, "sha256": SHA, **changes}])


def test_it_says_the_same_after_writing_and_reading() -> None:
    assert read_manifest(write_manifest(MANIFEST).encode()) == MANIFEST
    assert MANIFEST.needed_by("linux-64") == MANIFEST.files[:1]
    assert MANIFEST.needed_by("win-64") == MANIFEST.files


def test_a_change_of_one_file_is_a_change_of_one_line() -> None:
    before = write_manifest(MANIFEST).splitlines()
    changed = Manifest(MANIFEST.title, MANIFEST.platforms, MANIFEST.files[:1])
    assert len(set(before) - set(write_manifest(changed).splitlines())) <= 2


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"{}", b"\xff\xfe", b'"x"', b"[" * 100_000, b"{" + b" " * MAX_BYTES + b"}"),
        *(document(schema=0), document(schema="1"), document(schema=True), document(title=3)),
        *(document(platforms="linux-64"), document(platforms=["../x"]), document(files={})),
        document(files=[{"path": "a", "size": 1, "sha256": SHA}] * 2),
        document(files=[{"path": f"f{n}", "size": 1, "sha256": SHA} for n in range(50_001)]),
        *(
            with_file(path="../a"),
            with_file(path="C:\\a"),
            with_file(path="nul"),
            with_file(path=1),
        ),
        *(with_file(size=-1), with_file(size=1.5), with_file(size="1"), with_file(size=2**50)),
        *(with_file(sha256="x" * 64), with_file(sha256=""), with_file(platforms=["win-64"])),
        *(with_file(path="manifest.json"), with_file(path="MANIFEST.json")),
        document(files=["a"]),
    ],
    ids=lambda data: data[:40].decode("ascii", "replace"),
)
def test_anything_else_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(PlanInvalid) as caught:
        read_manifest(data)
    assert len(caught.value.summary) < 400
    assert caught.value.remedy


def test_a_newer_schema_asks_for_a_newer_seedbed() -> None:
    with pytest.raises(PlanInvalid, match="newer Seedbed"):
        read_manifest(document(schema=2))


def test_the_mark_of_an_unfinished_kit_names_files_inside_it_only() -> None:
    assert read_unfinished(write_unfinished(["b", "a"]).encode()) == ("a", "b")
    for bad in (["../a"], [1], "a"):
        with pytest.raises(PlanInvalid):
            read_unfinished(json.dumps({"schema": 1, "files": bad}).encode())


def test_only_a_newer_schema_is_refused_of_a_manifest_that_nobody_needs() -> None:
    with pytest.raises(PlanInvalid, match="newer Seedbed"):
        refuse_newer(b'{"schema": 2, "anything": []}')
    for data in (b"", b"{", b"[2]", b'{"schema": 1}', b'{"schema": "2"}', b'{"name": "an app"}'):
        refuse_newer(data)
