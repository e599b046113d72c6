"""What a drive refuses is told with the drive's name and what can be done."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from app.core.files.disk_trouble import writing
from app.errors import Action, InstallError, NoSpace, PlanInvalid


def refused(number: int, path: Path) -> InstallError:
    with pytest.raises(InstallError) as caught, writing(path):
        raise OSError(number, os.strerror(number))
    return caught.value


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_drive_is_a_matter_of_space(number: int, tmp_path: Path) -> None:
    error = refused(number, tmp_path / "file")
    assert isinstance(error, NoSpace)
    assert "is full" in error.summary


def test_a_file_too_large_for_a_stick_is_no_full_drive(tmp_path: Path) -> None:
    error = refused(errno.EFBIG, tmp_path / "kit.zip")
    assert isinstance(error, PlanInvalid)
    assert "as large as kit.zip" in error.summary
    assert "FAT32" in error.remedy
    assert error.action is Action.FOLDER


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.EROFS, "can only be read"), (errno.EACCES, "not allowed to write"), (errno.EIO, "")],
)
def test_whatever_else_is_refused_has_a_remedy(number: int, sentence: str, tmp_path: Path) -> None:
    error = refused(number, tmp_path / "file")
    assert sentence in error.summary
    assert error.remedy
    assert str(tmp_path / "file") in error.detail
