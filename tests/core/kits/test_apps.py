"""Which of Seedbed's packaged files a kit takes along, by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.kits.apps import apps_for
from app.paths import STARTED_FILE, packaged_folders

ALL = ("linux-64", "linux-aarch64", "osx-64", "osx-arm64", "win-64")


def dist(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    (folder / "linux").mkdir(exist_ok=True)
    return folder


def test_each_platform_gets_the_newest_in_the_form_that_is_easiest_to_start(tmp_path: Path) -> None:
    folder = dist(
        tmp_path / "dist",
        "Seedbed-0.9.0-linux-x86_64", "Seedbed-0.10.0-linux-x86_64",
        "Seedbed-0.10.0-linux-x86_64.tar.xz", "Seedbed-0.10.0-windows-x86_64.zip",
        "Seedbed-0.10.0-windows-x86_64-setup.exe", "Seedbed-0.10.0-macos-arm64.dmg",
        "seedbed_0.10.0_amd64.deb", "Seedbed-x-y-linux-arm64", "notes.txt",
    )  # fmt: skip
    found = apps_for(ALL, (), (folder, tmp_path / "nowhere"))
    assert {subdir: file.name for subdir, file in found.items()} == {
        "linux-64": "Seedbed-0.10.0-linux-x86_64",
        "osx-arm64": "Seedbed-0.10.0-macos-arm64.dmg",
        "win-64": "Seedbed-0.10.0-windows-x86_64-setup.exe",
    }


def test_a_file_that_is_named_comes_before_one_that_is_found(tmp_path: Path) -> None:
    folder = dist(tmp_path / "dist", "Seedbed-2.0-linux-x86_64", "Seedbed-2.0-macos-arm64.dmg")
    own = tmp_path / "Seedbed-1.0-linux-x86_64"
    found = apps_for(ALL, (own,), (folder,))
    assert found["linux-64"] == own
    assert found["osx-arm64"].parent == folder


def test_they_are_looked_for_in_dist_or_beside_the_file_that_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (folder,) = packaged_folders()
    assert folder.name == "dist"
    assert (folder.parent / "app").is_dir()
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.delenv(STARTED_FILE, raising=False)
    assert packaged_folders() == ()
    monkeypatch.setenv(STARTED_FILE, str(tmp_path / "Seedbed-1.0-linux-x86_64"))
    assert packaged_folders() == (tmp_path,)
