"""Drives are told apart as the system does, also for what is not there yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.core.files.volume import device_of, drive_text, nearest_existing, volume_of


def test_a_path_that_is_not_there_is_on_the_drive_of_the_folder_above(tmp_path: Path) -> None:
    deep = tmp_path / "not" / "there"
    assert nearest_existing(deep) == tmp_path
    assert device_of(deep) == tmp_path.stat().st_dev
    found = volume_of(deep)
    assert found.number == tmp_path.stat().st_dev
    assert found.free is not None
    assert 0 < found.free <= shutil.disk_usage(tmp_path).total


def test_another_drive_has_another_number_and_its_own_mount(
    tmp_path: Path, small_drive: Path
) -> None:
    here, there = volume_of(tmp_path), volume_of(small_drive / "a")
    assert here.number != there.number
    assert there.mount == str(small_drive)


@pytest.mark.parametrize(
    ("mount", "text"),
    [("/", "the system drive"), ("C:\\", "drive C:"), ("/media/usb", "drive /media/usb")],
)
def test_drives_are_called_as_people_call_them(mount: str, text: str) -> None:
    assert drive_text(mount) == text
