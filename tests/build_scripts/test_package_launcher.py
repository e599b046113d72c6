"""The one file for Linux: unpacks itself once, safely, and becomes the program inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from package.freezing import settle
from package.linux import single_file

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an ELF program"),
    pytest.mark.skipif(
        shutil.which("gcc") is None or not Path("/usr/include/zstd.h").exists(),
        reason="needs gcc and libzstd-dev",
    ),
]
PROGRAM = '#!/bin/sh\necho "$(basename "$0")|$*"\n'


def inside(folder: Path, text: str = PROGRAM) -> Path:
    """A folder with the two programs, small ones."""
    for name in ("Seedbed", "seedbed"):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    (folder / "_internal").mkdir()
    (folder / "_internal" / "a link").symlink_to("many")
    (folder / "_internal" / "many").write_bytes(os.urandom(300_000))
    settle(folder)
    return folder


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file with small programs inside, for any glibc."""
    made = tmp_path_factory.mktemp("单 one")
    target = made / "Seedbed one"
    single_file.write_single_file(inside(made / "x"), "2.17", target)
    return target


def start(file: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [file, *words], env=environ, capture_output=True, text=True, check=False, timeout=30
    )


def places(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "seedbed" / "app").iterdir())


def test_without_words_it_is_the_window_and_with_words_the_command_line(
    file: Path, tmp_path: Path
) -> None:
    home = str(tmp_path)
    assert start(file, HOME=home).stdout == "Seedbed|\n"
    assert start(file, "install", "--yes", HOME=home).stdout == "seedbed|install --yes\n"
    workshop = tmp_path / "class one.seedbed"
    workshop.touch()
    assert start(file, str(workshop), HOME=home).stdout == f"Seedbed|window {workshop}\n"


def test_it_is_unpacked_once_whole_and_with_its_links(file: Path, tmp_path: Path) -> None:
    start(file, HOME=str(tmp_path))
    (place,) = places(tmp_path)
    before = place.stat().st_ino
    start(file, HOME=str(tmp_path))
    assert [place.stat().st_ino] == [found.stat().st_ino for found in places(tmp_path)] == [before]
    original = file.parent / "x" / "_internal"
    assert (place / "_internal" / "many").read_bytes() == (original / "many").read_bytes()
    assert (place / "_internal" / "a link").readlink() == Path("many")


def test_two_starts_at_once_both_work(file: Path, tmp_path: Path) -> None:
    starts = [
        subprocess.Popen([file], env={"HOME": str(tmp_path)}, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = []
    for each in starts:
        out, _err = each.communicate(timeout=30)
        said.append(out)
    assert said == ["Seedbed|\n"] * 4
    assert len(places(tmp_path)) == 1


def test_an_older_version_goes_and_one_in_use_stays(file: Path, tmp_path: Path) -> None:
    old, used = (tmp_path / ".cache" / "seedbed" / "app" / name for name in ("0ld", "u5ed"))
    for folder in (old, used):
        folder.mkdir(parents=True)
        (folder / ".complete").touch()
        (folder / "Seedbed").write_text("old", "utf-8")
    import fcntl

    with (used / ".complete").open("rb") as marker:
        fcntl.flock(marker, fcntl.LOCK_SH)
        start(file, HOME=str(tmp_path))
        assert not old.exists()
        assert used.exists()


@pytest.mark.parametrize("cut", [1, 40, 1000, 200_000])
def test_a_file_that_was_cut_short_says_so(file: Path, tmp_path: Path, cut: int) -> None:
    short = tmp_path / "short"
    short.write_bytes(file.read_bytes()[:-cut])
    short.chmod(0o755)
    done = start(short, HOME=str(tmp_path))
    assert done.returncode == 6
    assert "incomplete" in done.stderr
    assert "不完整" in start(short, HOME=str(tmp_path), LANG="zh_CN.UTF-8").stderr
    assert not (tmp_path / ".cache").exists()


def test_an_altered_file_is_never_started(file: Path, tmp_path: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-150_000] ^= 1
    altered = tmp_path / "altered"
    altered.write_bytes(data)
    altered.chmod(0o755)
    done = start(altered, HOME=str(tmp_path))
    assert done.returncode == 6
    assert "incomplete" in done.stderr
    assert places(tmp_path) == [], "nothing half is left"


def test_with_nowhere_to_write_at_home_it_goes_to_the_temporary_folder(
    file: Path, tmp_path: Path
) -> None:
    done = start(file, HOME="/proc/nowhere", TMPDIR=str(tmp_path))
    assert done.stdout == "Seedbed|\n"
    (place,) = tmp_path.iterdir()
    assert place.name == f"seedbed-{os.geteuid()}"
    assert place.stat().st_mode & 0o077 == 0


def test_a_folder_that_others_can_write_is_not_used(file: Path, tmp_path: Path) -> None:
    place = tmp_path / f"seedbed-{os.geteuid()}"
    place.mkdir()
    place.chmod(0o777)
    done = start(file, HOME="/proc/nowhere", TMPDIR=str(tmp_path))
    assert done.returncode == 6
    assert "XDG_CACHE_HOME" in done.stderr


def test_too_old_a_system_is_told_which_version_is_needed(tmp_path: Path) -> None:
    target = tmp_path / "Seedbed"
    single_file.write_single_file(inside(tmp_path / "x"), "9.99", target)
    done = start(target, HOME=str(tmp_path))
    assert done.returncode == 6
    assert "glibc 9.99" in done.stderr


def test_a_dialog_of_the_desktop_says_it_too(file: Path, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_bytes(file.read_bytes()[:-100])
    short.chmod(0o755)
    zenity = tmp_path / "bin" / "zenity"
    zenity.parent.mkdir()
    zenity.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/shown"\n', "utf-8")
    zenity.chmod(0o755)
    start(short, HOME=str(tmp_path), DISPLAY=":7", PATH=f"{zenity.parent}:/usr/bin:/bin")
    assert "incomplete" in (tmp_path / "shown").read_text("utf-8")


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    target = tmp_path / "Seedbed"
    folder = inside(tmp_path / "x", "#!/nowhere/sh\n")
    single_file.write_single_file(folder, "2.17", target)
    done = start(target, HOME=str(tmp_path))
    assert done.returncode == 6
    assert "does not start it" in done.stderr


def test_the_program_inside_learns_where_the_file_lies(tmp_path: Path) -> None:
    """It may be handed on in a kit; beside it others may lie."""
    target = tmp_path / "a 单" / "Seedbed one"
    target.parent.mkdir()
    text = '#!/bin/sh\necho "$SEEDBED_FILE"\n'
    single_file.write_single_file(inside(tmp_path / "x", text), "2.17", target)
    told = start(target, "x", HOME=str(tmp_path), PATH=os.environ["PATH"], SEEDBED_FILE="other")
    assert told.stdout.strip() == str(target)
