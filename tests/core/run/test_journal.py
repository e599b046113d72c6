"""Whose a folder is, what may be removed, and whose children are left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from app.core.files import jsonfile
from app.core.run.journal import FILE_NAME, Journal, Owner
from tests.fakes.bench import alive, wait_until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "conda"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "work"


def test_a_folder_goes_from_absent_to_unfinished_to_complete(workspace: Path, folder: Path) -> None:
    journal = Journal(workspace)
    assert journal.owner(folder) is Owner.ABSENT
    journal.begin(folder)
    assert journal.owner(folder) is Owner.ABSENT
    folder.mkdir()
    assert Journal(workspace).owner(folder) is Owner.UNFINISHED
    journal.complete(folder)
    assert Journal(workspace).owner(folder) is Owner.COMPLETE


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_what_we_did_not_begin_is_someone_elses(workspace: Path, folder: Path, kind: str) -> None:
    if kind == "folder":
        folder.mkdir()
    elif kind == "file":
        folder.write_text("")
    else:
        folder.symlink_to(folder.with_name("nowhere"))
    journal = Journal(workspace)
    assert journal.owner(folder) is Owner.FOREIGN
    with pytest.raises(ValueError, match="not ours"):
        journal.begin(folder)
    assert journal.remove_unfinished(folder) is None
    assert folder.is_symlink() or folder.exists()


def test_only_an_unfinished_folder_is_removed(workspace: Path, folder: Path) -> None:
    journal = Journal(workspace)
    journal.begin(folder)
    (folder / "pkgs").mkdir(parents=True)
    assert journal.remove_unfinished(folder) is None
    assert not folder.exists()
    journal.begin(folder)
    folder.mkdir()
    journal.complete(folder)
    journal.remove_unfinished(folder)
    assert folder.exists()


def test_what_appears_later_where_nothing_was_made_is_not_ours(
    workspace: Path, folder: Path
) -> None:
    """Our installer failed before it made anything; the person then installs conda by hand."""
    journal = Journal(workspace)
    journal.begin(folder)
    journal.remove_unfinished(folder)
    (folder / "conda-meta").mkdir(parents=True)
    assert Journal(workspace).owner(folder) is Owner.FOREIGN


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"folders": []}', '{"folders": {"/x": 1}, "children": {"a": "b"}}'],
)
def test_a_damaged_journal_owns_nothing_and_stops_nothing(
    workspace: Path, folder: Path, text: str
) -> None:
    workspace.mkdir()
    (workspace / FILE_NAME).write_text(text)
    folder.mkdir()
    journal = Journal(workspace)
    assert journal.owner(folder) is Owner.FOREIGN
    assert journal.stop_orphans() == 0


def test_an_orphan_is_stopped_by_the_next_run(workspace: Path) -> None:
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    Journal(workspace).note_child(child.pid, True)
    assert Journal(workspace).stop_orphans() == 1
    assert child.wait(10) == -signal.SIGTERM or not alive(child.pid)
    assert Journal(workspace).stop_orphans() == 0


def test_a_reused_process_id_is_not_ours(workspace: Path) -> None:
    innocent = subprocess.Popen(["sleep", "600"])
    try:
        data = {"folders": {}, "children": {str(innocent.pid): 12345.0, "x": 1.0}}
        jsonfile.write(workspace / FILE_NAME, data)
        assert Journal(workspace).stop_orphans() == 0
        assert alive(innocent.pid)
    finally:
        innocent.kill()
        innocent.wait()


def test_a_child_that_ended_is_forgotten(workspace: Path) -> None:
    journal = Journal(workspace)
    journal.note_child(os.getpid(), True)
    journal.note_child(os.getpid(), False)
    assert Journal(workspace).stop_orphans() == 0


def test_a_child_that_ended_before_it_was_noted_is_no_orphan(workspace: Path) -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    wait_until(lambda: not alive(child.pid))
    Journal(workspace).note_child(child.pid, True)
    assert Journal(workspace).stop_orphans() == 0


def test_another_folder_in_the_place_of_ours_is_not_ours(tmp_path: Path) -> None:
    workspace, folder = tmp_path / "workspace", tmp_path / "conda"
    for finished in (False, True):
        journal = Journal(workspace)
        journal.begin(folder)
        (folder / "bin").mkdir(parents=True)
        journal.recognise(folder)
        if finished:
            journal.complete(folder)
        assert Journal(workspace).owner(folder) is (
            Owner.COMPLETE if finished else Owner.UNFINISHED
        )
        shutil.rmtree(folder)
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "theirs").write_text("mine", "utf-8")
        again = Journal(workspace)
        assert again.owner(folder) is Owner.FOREIGN
        assert again.remove_unfinished(folder) is None
        assert (folder / "bin" / "theirs").read_text("utf-8") == "mine"
        shutil.rmtree(folder)
        again.remove_unfinished(folder)


def test_a_token_waits_until_something_is_in_the_folder(tmp_path: Path) -> None:
    journal, folder = Journal(tmp_path / "workspace"), tmp_path / "conda"
    journal.begin(folder)
    journal.recognise(folder)
    folder.mkdir()
    journal.recognise(folder)
    assert list(folder.iterdir()) == []


def test_in_a_place_whose_name_is_too_long_for_the_drive_nothing_can_be(
    workspace: Path, folder: Path
) -> None:
    assert Journal(workspace).owner(folder / ("x" * 300)) is Owner.ABSENT
