"""Where a program was started from, told from paths as they were seen on real computers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.platforms import current, this_family
from app.platforms.start_place import StartPlace, start_place
from tests.fakes.downloads import as_root

TEMP = r"C:\Users\Mei\AppData\Local\Temp"


@pytest.mark.parametrize(
    "folder",
    [
        rf"{TEMP}\Temp1_Seedbed-0.1.0-windows-x86_64.zip\Seedbed",
        rf"{TEMP}\temp12_seedbed (2).zip\Seedbed",
        rf"{TEMP}\9d2e41c7-5f0a-4b1e_Seedbed.zip.1f6\Seedbed",
        rf"{TEMP}\7zO4D5A1B2C",
        rf"{TEMP}\7zE0A1B2C3D\Seedbed",
        rf"{TEMP}\Rar$EXa12044.29871\Seedbed",
        rf"{TEMP}\Rar$EX00.123\Seedbed",
        rf"{TEMP}\BNZ.65f1a2b3c4\Seedbed",
        r"D:\tmp\Temp1_Seedbed.zip",
    ],
)
def test_the_folders_of_archive_programs_are_known_on_windows(folder: str) -> None:
    assert start_place("windows", rf"{folder}\Seedbed.exe", False) is StartPlace.ARCHIVE


@pytest.mark.parametrize(
    "program",
    [
        r"C:\Users\Mei\AppData\Local\Programs\Seedbed\Seedbed.exe",
        r"C:\Users\Mei\Downloads\Seedbed-0.1.0-windows-x86_64\Seedbed\Seedbed.exe",
        r"C:\Users\Mei\Desktop\my.zip\Seedbed.exe",
        rf"{TEMP}\Seedbed\Seedbed.exe",
        r"\\server\course\Seedbed\Seedbed.exe",
        r"D:\7zip tools\Seedbed\Seedbed.exe",
    ],
)
def test_other_folders_of_windows_are_usual(program: str) -> None:
    assert start_place("windows", program, False) is StartPlace.USUAL


@pytest.mark.parametrize(
    ("program", "read_only", "place"),
    [
        (
            "/private/var/folders/x7/abc/T/AppTranslocation/4F0C/d/Seedbed.app/Contents/MacOS/Seedbed",
            True,
            StartPlace.TRANSLOCATED,
        ),
        ("/Volumes/Seedbed/Seedbed.app/Contents/MacOS/Seedbed", True, StartPlace.DISK_IMAGE),
        ("/Volumes/My stick/Seedbed.app/Contents/MacOS/Seedbed", False, StartPlace.USUAL),
        ("/Applications/Seedbed.app/Contents/MacOS/Seedbed", False, StartPlace.USUAL),
        ("/Users/mei/Downloads/Seedbed.app/Contents/MacOS/Seedbed", False, StartPlace.USUAL),
    ],
)
def test_places_of_macos(program: str, read_only: bool, place: StartPlace) -> None:
    assert start_place("macos", program, read_only) is place


@pytest.mark.parametrize(
    ("program", "read_only", "place"),
    [
        ("/home/mei/.cache/.fr-Ab12Cd/Seedbed/Seedbed", False, StartPlace.ARCHIVE),
        ("/tmp/ark-XyZ123/Seedbed/Seedbed", False, StartPlace.ARCHIVE),
        ("/media/cdrom/Seedbed/Seedbed", True, StartPlace.READ_ONLY),
        ("/usr/lib/seedbed/Seedbed", True, StartPlace.USUAL),  # an image-based distribution
        ("/usr/lib/seedbed/Seedbed", False, StartPlace.USUAL),
        ("/home/mei/.cache/seedbed/0.1.0/Seedbed", False, StartPlace.USUAL),
        ("/home/mei/ark-museum/Seedbed", False, StartPlace.USUAL),
        ("Seedbed", True, StartPlace.READ_ONLY),
    ],
)
def test_places_of_linux(program: str, read_only: bool, place: StartPlace) -> None:
    assert start_place("linux", program, read_only) is place


@pytest.fixture
def disc(tmp_path: Path) -> Iterator[Path]:
    """A drive that nobody can write."""
    folder = tmp_path / "disc"
    folder.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(folder)])
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(this_family() == "windows", reason="mounts a drive")
def test_a_drive_that_nobody_can_write_is_recognised(disc: Path, tmp_path: Path) -> None:
    assert current().is_read_only(disc)
    assert not current().is_read_only(tmp_path)
