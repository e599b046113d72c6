"""Files of ours are whole or not there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.core.files import jsonfile


def test_data_comes_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "x.json"
    jsonfile.write(file, {"名": ["a", 1, None]})
    assert jsonfile.read(file) == {"名": ["a", 1, None]}
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"\x00"])
def test_a_damaged_file_is_like_none(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.json"
    assert jsonfile.read(file) is None
    file.write_bytes(data)
    assert jsonfile.read(file) is None
    assert jsonfile.read(tmp_path) is None


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    jsonfile.write_text(file, "old")
    with pytest.raises(UnicodeEncodeError):
        jsonfile.write_text(file, "half\ud800")
    with pytest.raises(TypeError):
        jsonfile.write(file, object())
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_killed_run_left_beside_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    (tmp_path / "x.json.seedbed-new").write_text("half")
    jsonfile.write_text(file, "whole")
    assert list(tmp_path.iterdir()) == [file]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    texts = {letter * 200_000 for letter in "ab"}
    jsonfile.write_text(file, "a" * 200_000)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for text in texts:
                jsonfile.write_text(file, text)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert all(file.read_text() in texts for _ in range(200))
    finally:
        stop.set()
        writer.join()
