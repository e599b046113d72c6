"""One archive becomes a folder that conda takes as its own; a dishonest one becomes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from rattler.package_streaming import extract

from app.core.packages.unpack_child import unpack
from app.core.packages.unpacked import is_whole
from app.paths import own_command
from tests.fakes.conda_archive import Entry, archive_of, make

HONEST = (Entry("lib/a.txt", b"a" * 100), Entry("lib/same.txt", link="a.txt"))


@pytest.mark.parametrize("bz2", [False, True])
def test_both_kinds_of_archive_become_a_whole_package_with_its_record(
    tmp_path: Path, bz2: bool
) -> None:
    package = make(tmp_path, "tiny", *HONEST, bz2=bz2)
    out = tmp_path / "out"
    out.mkdir()
    unpack(extract, archive_of(package, tmp_path), package, out)
    assert [entry.name for entry in out.iterdir()] == ["tiny-1.0-0"]
    folder = out / "tiny-1.0-0"
    assert is_whole(folder, package.url)
    assert (folder / "lib" / "same.txt").read_bytes() == b"a" * 100
    record = json.loads((folder / "info" / "repodata_record.json").read_text())
    assert record["depends"] == ["python"]
    assert record["fn"] == package.file_name
    assert record["channel"] == package.url.rpartition("/")[0]
    assert (record["md5"], record["sha256"]) == (package.md5, package.sha256)


def test_a_lock_with_one_hash_gives_a_record_with_both(tmp_path: Path) -> None:
    package = make(tmp_path, "tiny", *HONEST)
    for known in (replace(package, sha256=""), replace(package, md5="", size=None)):
        out = tmp_path / f"out-{known.md5}"
        out.mkdir()
        unpack(extract, archive_of(package, tmp_path), known, out)
        record = json.loads((out / "tiny-1.0-0" / "info" / "repodata_record.json").read_text())
        assert (record["md5"], record["sha256"]) == (package.md5, package.sha256)
        assert record["size"] == package.size


NAMES = {
    "dots in front": (Entry("../escaped", b"x"),),
    "dots in the middle": (Entry("lib/../../escaped", b"x"),),
}
LINKS = {
    "a file behind a link": (Entry("d", link="OUTSIDE"), Entry("d/escaped", b"x")),
    "a link with a path from the root": (Entry("d", link="OUTSIDE"),),
    "a link with dots": (Entry("lib/d", link="../../../outside"),),
    "a hard link": (Entry("d", hard="OUTSIDE/secret"), Entry("d", b"overwritten")),
    "a folder of records elsewhere": (Entry("info", link="OUTSIDE"),),
}


class World:
    """A folder to unpack into, and beside it one that nothing may touch."""

    def __init__(self, root: Path) -> None:
        self.root, self.outside, self.out = root, root / "outside", root / "out"
        for folder in (self.outside, self.out):
            folder.mkdir()
        (self.outside / "secret").write_text("secret")

    def unpack(self, entries: tuple[Entry, ...]) -> None:
        place = str(self.outside)
        real = [
            replace(e, link=e.link.replace("OUTSIDE", place), hard=e.hard.replace("OUTSIDE", place))
            for e in entries
        ]
        package = make(self.root, "evil", *real)
        unpack(extract, archive_of(package, self.root), package, self.out)

    def check(self) -> None:
        found = [(file.name, file.read_text()) for file in self.outside.iterdir()]
        assert found == [("secret", "secret")]
        assert not list(self.root.rglob("escaped"))
        assert not [entry for entry in self.out.iterdir() if entry.name.startswith(".")]


@pytest.mark.parametrize("entries", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_out_is_not_written(tmp_path: Path, entries: tuple[Entry, ...]) -> None:
    world = World(tmp_path)
    world.unpack(entries)
    world.check()


@pytest.mark.parametrize("entries", LINKS.values(), ids=LINKS)
def test_a_package_with_a_link_that_leads_out_is_refused(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    world = World(tmp_path)
    with pytest.raises((OSError, ValueError)):
        world.unpack(entries)
    world.check()
    assert list(world.out.iterdir()) == []


def test_other_bytes_than_the_proved_ones_are_refused(tmp_path: Path) -> None:
    package = make(tmp_path, "tiny", *HONEST)
    out = tmp_path / "out"
    out.mkdir()
    other = replace(package, sha256="0" * 64)
    with pytest.raises(ValueError, match="proved"):
        unpack(extract, archive_of(package, tmp_path), other, out)
    with pytest.raises(ValueError, match="index"):
        unpack(extract, archive_of(package, tmp_path), replace(package, name="else"), out)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("name", [".conda", "..conda", ".hidden.conda"])
def test_a_name_that_is_no_package_is_refused(tmp_path: Path, name: str) -> None:
    package = make(tmp_path, "tiny", *HONEST)
    odd = replace(package, url=f"https://h/noarch/{name}")
    with pytest.raises(ValueError, match="name"):
        unpack(extract, archive_of(package, tmp_path), odd, tmp_path)


def test_what_is_whole_is_not_unpacked_again_and_what_is_not_is(tmp_path: Path) -> None:
    package = make(tmp_path, "tiny", *HONEST)
    out = tmp_path / "out"
    out.mkdir()
    file = out / "tiny-1.0-0" / "lib" / "a.txt"
    archive = archive_of(package, tmp_path)
    unpack(extract, archive, package, out)
    inode = file.stat().st_ino
    unpack(extract, archive, package, out)
    assert file.stat().st_ino == inode
    file.write_bytes(b"cut by a power failure")
    unpack(extract, archive, package, out)
    assert file.read_bytes() == b"a" * 100
    file.unlink()
    unpack(extract, archive, package, out)
    assert file.exists()


def test_the_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    started = psutil.Process(gone.pid).create_time()
    gone.wait()
    jobs = tmp_path / "list"
    jobs.write_text("")
    request = tmp_path / "request.json"
    task = {"task": "unpack", "folder": str(tmp_path), "list": str(jobs)}
    request.write_text(json.dumps({**task, "parent": [gone.pid, started]}))
    arguments, folder = own_command("solver-child", str(request))
    begun = time.monotonic()
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True, timeout=30)
    assert time.monotonic() - begun < 20
