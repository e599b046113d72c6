"""Archives of the same files are the same, whenever and wherever they are made."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from package import archives, names
from package.freezing import settle, size_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Seedbed"
    (made / "_internal" / "资源").mkdir(parents=True)
    (made / "seedbed").write_text("#!/bin/sh\n", "utf-8")
    (made / "seedbed").chmod(0o755)
    (made / "_internal" / "资源" / "a.txt").write_text("a", "utf-8")
    (made / "_internal" / "link").symlink_to("资源/a.txt")
    settle(made)
    return made


def tar_of(folder: Path) -> bytes:
    file = io.BytesIO()
    archives.write_tar(folder, "Seedbed", file)
    return file.getvalue()


def test_two_archives_of_the_same_files_are_the_same(folder: Path, tmp_path: Path) -> None:
    first = tar_of(folder)
    other = tmp_path / "elsewhere"
    folder.rename(other)
    for path in other.rglob("*"):
        os.utime(path, follow_symlinks=False)
    assert tar_of(other) == first


def test_programs_stand_first_and_stay_executable(folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar_of(folder))) as tar:
        found = tar.getmembers()
    assert [member.name for member in found][:2] == ["Seedbed", "Seedbed/seedbed"]
    assert found[1].mode == 0o755
    assert {member.mtime for member in found} == {names.build_time()}
    assert {member.uname for member in found} == {"root"}


def test_a_zip_holds_the_same_files(folder: Path, tmp_path: Path) -> None:
    archives.write_zip(folder, "Seedbed", tmp_path / "a.zip")
    archives.write_zip(folder, "Seedbed", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert "Seedbed/_internal/资源/a.txt" in archive.namelist()
        assert archive.testzip() is None


def test_files_are_counted_once_and_links_not_at_all(folder: Path) -> None:
    assert size_of(folder) == len("#!/bin/sh\n") + 1


def test_the_build_time_can_be_told_as_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert names.build_time() == 1_700_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert names.build_time() == 315_532_800, "zip begins in 1980"


@pytest.mark.parametrize("system", names.SYSTEMS)
def test_the_two_programs_are_two_files_on_every_system(system: str) -> None:
    two = {names.window_program(system), names.console_program(system)}
    assert len(two) == 2
    if system != "linux":
        assert len({name.lower() for name in two}) == 2
