"""The address of a notebook server is read from what that server has written down."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app.core.after.jupyter_address import address_in
from tests.fakes.bench import Bench

STARTED = 1_000_000.0


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def note(bench: Bench, number: int, at: float = STARTED, **data: object) -> Path:
    """What Jupyter writes down when it starts, as of jupyter_server 2."""
    session = bench.session
    folder = session.platform.jupyter_data_folder(session.home, session.environ) / "runtime"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"jpserver-{number}.json"
    usual = {"root_dir": str(bench.root), "url": f"http://localhost:{8888 + number}/", "token": "k"}
    file.write_text(json.dumps({**usual, **data}), "utf-8")
    os.utime(file, (at, at))
    return file


def test_the_newest_server_in_the_folder_is_named_with_its_key_and_the_opened_file(
    bench: Bench,
) -> None:
    note(bench, 1, STARTED)
    note(bench, 2, STARTED + 5)
    note(bench, 3, STARTED + 9, root_dir="/somewhere/else")
    assert address_in(bench.session, bench.root, STARTED) == "http://localhost:8890/lab?token=k"
    opened = address_in(bench.session, bench.root, STARTED, "1 课.ipynb")
    assert opened == "http://localhost:8890/lab/tree/1%20%E8%AF%BE.ipynb?token=k"


def test_an_earlier_server_is_not_taken_for_the_new_one(bench: Bench) -> None:
    note(bench, 1, STARTED - 60)
    assert address_in(bench.session, bench.root, STARTED) == ""


def test_without_a_server_there_is_no_address(bench: Bench) -> None:
    assert address_in(bench.session, bench.root, STARTED) == ""


def test_what_cannot_be_read_and_addresses_elsewhere_are_left_aside(bench: Bench) -> None:
    note(bench, 1).write_text("{half", "utf-8")
    note(bench, 2, url="https://example.org/")
    note(bench, 3, token="").with_name("jpserver-4.json").write_text("[]", "utf-8")
    assert address_in(bench.session, bench.root, STARTED) == "http://localhost:8891/lab"
