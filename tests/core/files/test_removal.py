"""What conda made is removed whole; what it did not make is never deleted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.files.removal import TOKEN_NAME, put_aside_or_remove, remove
from tests.fakes.bench import contents

ROOT = Path(__file__).parents[3]


def prefix(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "conda"
    for name in ("bin", "conda-meta", "pkgs", *names):
        (folder / name).mkdir(parents=True)
    (folder / "bin" / "python").write_text("")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "Lib",
        "DLLs",
        "x86_64-conda-linux-gnu",
        "zlib.dll",
        "python.app",
        ".DS_Store",
        ".condatmp",
        ".tmpk3_x9a0b",
        ".tmpABCDefgh.bat",
    ],
)
def test_a_folder_with_only_condas_files_is_removed(tmp_path: Path, name: str) -> None:
    folder = prefix(tmp_path, name)
    assert put_aside_or_remove(folder) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "homework.ipynb",
        "data",
        "python3-notes.txt",
        "论文",
        ".git",
        "bin.zip",
        ".tmp",
        ".tmpmy-notes",
    ],
)
def test_a_folder_with_anything_else_is_put_aside_whole(tmp_path: Path, name: str) -> None:
    folder = prefix(tmp_path, name)
    before = contents(folder)
    kept = put_aside_or_remove(folder)
    assert kept == tmp_path / "conda.unfinished-1"
    assert contents(kept) == before
    assert not folder.exists()


def test_an_earlier_folder_that_was_put_aside_is_not_overwritten(tmp_path: Path) -> None:
    first = put_aside_or_remove(prefix(tmp_path, "mine"))
    second = put_aside_or_remove(prefix(tmp_path, "mine too"))
    assert first != second
    assert first is not None
    assert (first / "mine").exists()


def test_links_and_files_in_the_folders_place_are_left_alone(tmp_path: Path) -> None:
    target = prefix(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(target)
    file = tmp_path / "file"
    file.write_text("x")
    assert put_aside_or_remove(link) is None
    assert put_aside_or_remove(file) is None
    assert (target / "bin" / "python").exists()
    assert link.is_symlink()
    assert file.exists()


def test_the_folder_around_keeps_its_permissions(tmp_path: Path) -> None:
    around = tmp_path / "shared"
    around.mkdir(mode=0o755)
    before = around.stat().st_mode
    with pytest.raises(FileNotFoundError):
        remove(around / "gone")
    assert around.stat().st_mode == before


def test_what_a_link_inside_points_to_survives(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "data.csv").write_text("1,2")
    folder = prefix(tmp_path)
    (folder / "pkgs" / "link").symlink_to(precious)
    remove(folder)
    assert (precious / "data.csv").read_text() == "1,2"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a file that another cannot remove")
def test_what_a_removal_that_was_cut_short_leaves_is_still_known_as_ours(tmp_path: Path) -> None:
    folder = prefix(tmp_path)
    (folder / TOKEN_NAME).write_text("ours")
    (folder / "pkgs" / "stuck").write_text("x")
    code = (
        "import os, sys; from pathlib import Path; from app.core.files.removal import remove\n"
        "os.setuid(65534)\n"
        "remove(Path(sys.argv[1]))"
    )
    for path in (tmp_path, *list(tmp_path.parents)[:2]):
        path.chmod(path.stat().st_mode | 0o755)
    for path in (folder, folder / "bin", folder / "conda-meta"):
        os.chown(path, 65534, -1)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert "PermissionError" in done.stderr
    assert (folder / "pkgs" / "stuck").exists()
    assert (folder / TOKEN_NAME).read_text() == "ours"


def test_read_only_files_and_folders_are_removed_by_an_ordinary_user(tmp_path: Path) -> None:
    """As somebody who is not root, to whom permissions would mean nothing."""
    folder = prefix(tmp_path)
    (folder / "pkgs" / "deep").mkdir()
    (folder / "pkgs" / "deep" / "file").write_text("x")
    (folder / "bin" / "python").chmod(0o400)
    for name, mode in (("bin", 0o500), ("pkgs/deep", 0o000), ("conda-meta", 0o300)):
        (folder / name).chmod(mode)
    code = (
        "import os, sys; from pathlib import Path; from app.core.files.removal import remove\n"
        "os.setuid(int(sys.argv[2])) if os.getuid() == 0 else None\n"
        "remove(Path(sys.argv[1]))"
    )
    user = 65534 if os.getuid() == 0 else os.getuid()
    if os.getuid() == 0:
        for path in (tmp_path, *tmp_path.rglob("*")):
            os.chown(path, user, -1)
        for path in (tmp_path, *list(tmp_path.parents)[:2]):
            path.chmod(path.stat().st_mode | 0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(user)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stderr == ""
    assert not folder.exists()
