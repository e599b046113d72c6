"""The self-test looks at what is really there: what is taken away is missed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app import paths
from app.core.selftest import contents
from app.errors import PlanInvalid

RESOURCES = paths.resource("catalog").parent


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packaged program's resources, which a test may spoil."""
    copy = tmp_path / "resources"
    shutil.copytree(RESOURCES, copy)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return copy


def test_a_whole_copy_has_all_its_files_and_languages(unpacked: Path) -> None:
    assert "files" in contents.resources()
    assert "简体中文" in contents.translations()
    assert unpacked.is_dir()


def test_an_empty_folder_is_missed_by_its_name(unpacked: Path) -> None:
    for file in (unpacked / "icons").iterdir():
        file.unlink()
    with pytest.raises(PlanInvalid, match="icons") as told:
        contents.resources()
    assert "again" in told.value.remedy


def test_a_catalogue_that_cannot_be_read_is_found(unpacked: Path) -> None:
    (unpacked / "catalog" / "mirrors.toml").write_text("half a [catal", "utf-8")
    with pytest.raises(PlanInvalid, match=r"mirrors\.toml"):
        contents.resources()


def test_a_language_that_was_not_compiled_is_missed(unpacked: Path) -> None:
    for file in unpacked.rglob("*.mo"):
        file.unlink()
    with pytest.raises(PlanInvalid, match="zh_CN"):
        contents.translations()


def test_a_folder_that_cannot_be_written_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEEDBED_HOME", str(tmp_path / "file"))
    with pytest.raises(PlanInvalid, match="cannot write") as told:
        contents.folders()
    assert "SEEDBED_HOME" in told.value.remedy


def test_this_computer_trusts_somebody() -> None:
    assert contents.certificates("linux")
