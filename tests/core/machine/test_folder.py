"""Folders on a real disk, and everything that is said about them as a place for conda."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.finding import Finding, Level, worst
from app.core.machine.facts import Machine
from app.core.machine.folder import FolderFacts, folder_findings, look_at, safe_folder
from app.core.machine.folder_facts import filesystem_kind
from app.platforms import named
from app.platforms.base import OsFacts
from app.platforms.linux import Linux
from tests.core.machine.test_check_machine import NAMES, machine

LINUX = OsFacts("linux", "Debian", "12")
GOOD = FolderFacts(
    Path("/home/ana/m3"), writable=True, free_bytes=10**11, nearest_existing=Path("/home/ana")
)
IS_ROOT = sys.platform != "win32" and os.geteuid() == 0
NEEDS_ROOT = pytest.mark.skipif(not IS_ROOT, reason="only root can mount a file system")


def said(facts: FolderFacts, needed: int | None = 0, family: str = "linux") -> tuple[Finding, ...]:
    return folder_findings(facts.path, facts, named(family), replace(LINUX, family=family), needed)


def rules(facts: FolderFacts, needed: int | None = 0, family: str = "linux") -> dict[str, str]:
    return {finding.rule: str(finding.level) for finding in said(facts, needed, family)}


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own in memory."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"cannot mount here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def make_conda(base: Path, *environments: str) -> Path:
    for place in (base, *(base / "envs" / name for name in environments)):
        (place / "conda-meta").mkdir(parents=True)
    (base / "condabin").mkdir()
    return base


def test_a_folder_that_is_to_be_made_is_seen_by_what_is_above_it(tmp_path: Path) -> None:
    facts = look_at(tmp_path / "a" / "b")
    assert facts.nearest_existing == tmp_path
    assert (facts.exists, facts.is_folder, facts.writable) == (False, False, True)
    assert facts.free_bytes is not None
    assert abs(facts.free_bytes - shutil.disk_usage(tmp_path).free) < 10**9
    assert facts.inside_conda is None


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    before = [(path, path.read_bytes()) for path in tmp_path.iterdir()]
    look_at(tmp_path)
    look_at(tmp_path / "new")
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == before


def test_empty_full_and_file_are_told_apart(tmp_path: Path) -> None:
    empty, full, file = tmp_path / "empty", tmp_path / "full", tmp_path / "file"
    empty.mkdir()
    full.mkdir()
    (full / ".hidden").touch()
    file.touch()
    assert look_at(empty).empty
    assert rules(look_at(empty)) == {}
    assert rules(look_at(full)) == {"not_empty": "stop"}
    assert rules(look_at(file)) == {"is_file": "stop"}
    assert rules(look_at(file / "below")).get("not_writable") is None


def test_a_link_to_nothing_counts_as_something_in_the_way(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    assert rules(look_at(link)) == {"is_file": "stop"}


def test_a_folder_below_a_file_can_never_be_made(tmp_path: Path) -> None:
    file = tmp_path / "afile"
    file.write_text("mine")
    for below in (file / "conda", file / "a" / "b"):
        (found,) = [one for one in said(look_at(below)) if one.rule == "is_file"]
        assert found.level == "stop"
        assert str(file) in found.sentence
        assert str(below) not in found.sentence


def test_a_conda_its_environments_and_what_lies_inside_are_recognised(tmp_path: Path) -> None:
    base = make_conda(tmp_path / "m3", "ml", "a")
    (base / "envs" / "not-one").mkdir()
    facts = look_at(base)
    assert facts.is_conda
    assert facts.environments == ("a", "ml")
    assert rules(facts) == {"existing_prefix": "stop"}
    environment = look_at(base / "envs" / "ml")
    assert environment.is_environment
    assert environment.inside_conda == base
    assert rules(environment) == {"existing_environment": "stop", "nested": "stop"}
    assert rules(look_at(base / "new")) == {"nested": "stop"}


def test_a_link_into_a_conda_is_still_inside_it(tmp_path: Path) -> None:
    base = make_conda(tmp_path / "m3")
    (tmp_path / "innocent").symlink_to(base / "condabin")
    assert look_at(tmp_path / "innocent" / "x").inside_conda == base


def test_sync_folders_are_found_through_links_and_whatever_the_case(tmp_path: Path) -> None:
    real = tmp_path / "OneDrive"
    real.mkdir()
    (tmp_path / "docs").symlink_to(real)
    names = [str(real), ""]
    assert look_at(real / "x", names).inside_sync == real
    assert look_at(tmp_path / "onedrive" / "x", names).inside_sync == real
    assert look_at(tmp_path / "docs" / "x", names).inside_sync == real
    assert look_at(tmp_path / "OneDrive2" / "x", names).inside_sync is None
    assert rules(look_at(real / "x", names)) == {"sync_folder": "stop"}


@given(st.text(max_size=60))
def test_no_path_makes_looking_fail(text: str) -> None:
    facts = look_at(Path("/nonexistent-seedbed") / text)
    assert facts.exists in (True, False)


@pytest.mark.parametrize("text", ["/a\0b", "/" + "x" * 5000, "/tmp/\udcff\ud800", "relative/x"])
def test_impossible_paths_are_looked_at_without_an_error(text: str) -> None:
    facts = look_at(Path(text))
    assert not facts.is_folder
    assert worst(said(facts)) is Level.STOP


def test_a_folder_without_permission_is_not_writable() -> None:
    folder = Path(tempfile.mkdtemp(prefix="seedbed-test-"))
    folder.chmod(0o555)
    try:
        with as_nobody():
            facts = look_at(folder / "m3")
            inside = look_at(folder)
    finally:
        folder.rmdir()
    assert (facts.writable, facts.write_trouble) == (False, "permission")
    assert rules(facts) == {"not_writable": "stop"}
    assert not inside.writable


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write anywhere, so a test of permissions gives that up for a moment."""
    if not IS_ROOT:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@NEEDS_ROOT
def test_a_read_only_drive_is_named_as_such(tmp_path: Path) -> None:
    with mounted(tmp_path / "ro", "ro,size=1m") as drive:
        facts = look_at(drive / "m3")
    assert facts.write_trouble == "read_only"
    assert rules(facts, needed=0)["not_writable"] == "stop"


def fill(drive: Path) -> None:
    for number in range(100):
        (drive / str(number)).write_bytes(b"x" * 8192)


@NEEDS_ROOT
@pytest.mark.parametrize("options", ["size=64k", "nr_inodes=4,size=2m"], ids=["bytes", "inodes"])
def test_a_full_drive_is_named_as_such(tmp_path: Path, options: str) -> None:
    with mounted(tmp_path / "full", options) as drive:
        with pytest.raises(OSError, match="No space left"):
            fill(drive)
        facts = look_at(drive)
    if options.startswith("nr_inodes"):
        assert facts.write_trouble == "full"
        assert rules(facts)["no_space"] == "stop"
    assert facts.free_bytes is not None
    assert rules(facts, needed=10**9)["no_space"] == "stop"


@NEEDS_ROOT
def test_drives_that_forbid_programs_or_forget_everything_are_recognised(tmp_path: Path) -> None:
    with mounted(tmp_path / "noexec", "noexec,size=1m") as drive:
        assert look_at(drive / "m3").filesystem == "noexec"
    with mounted(tmp_path / "memory", "size=1m") as drive:
        assert look_at(drive / "m3").filesystem == "memory"


@pytest.mark.parametrize(
    ("name", "options", "kind"),
    [
        ("ext4", "rw,relatime", ""),
        ("nfs4", "rw", "network"),
        ("CIFS", "rw", "network"),
        ("vfat", "rw", "fat"),
        ("exFAT", "rw", "fat"),
        ("9p", "rw", "windows"),
        ("ext4", "rw,noexec", "noexec"),
        ("", "", ""),
    ],
)
def test_file_systems_have_a_kind(name: str, options: str, kind: str) -> None:
    assert filesystem_kind(name, options) == kind


@pytest.mark.parametrize(
    ("kind", "family", "level"),
    [
        ("noexec", "linux", "stop"),
        ("network", "linux", "warn"),
        ("fat", "linux", "stop"),
        ("fat", "windows", "warn"),
        ("windows", "linux", "warn"),
        ("memory", "linux", "warn"),
    ],
)
def test_unsuitable_drives_are_judged(kind: str, family: str, level: str) -> None:
    path = Path("C:/m3") if family == "windows" else GOOD.path
    found = rules(replace(GOOD, filesystem=kind, path=path), family=family)
    assert found == {f"filesystem_{kind}": level}


def test_a_good_folder_has_nothing_to_say() -> None:
    assert rules(GOOD) == {}
    assert rules(GOOD, needed=None) == {}


def test_space_is_judged_by_what_is_needed() -> None:
    need = 5 * 10**9
    assert rules(replace(GOOD, free_bytes=need - 1), need) == {"no_space": "stop"}
    assert rules(replace(GOOD, free_bytes=need), need) == {"little_space": "warn"}
    assert rules(replace(GOOD, free_bytes=need + 10**9), need) == {}
    assert rules(replace(GOOD, free_bytes=None), need) == {"space_unknown": "note"}
    (finding,) = said(replace(GOOD, free_bytes=3_400_000_000), 6_100_000_000)
    assert "6.1 GB" in finding.sentence
    assert "3.4 GB" in finding.sentence


@pytest.mark.parametrize(
    ("name", "rule", "level"),
    [
        ("/home/Anna Maria/m3", "space", "stop"),
        ("/home/a:b/m3", "colon", "stop"),
        ("/home/张三/m3", "non_ascii", "warn"),
        ("/home/a&b/m3", "special_character", "warn"),
        ("/" + "a" * 120, "long_script_line", "note"),
        ("/" + "a" * 250, "too_long", "stop"),
        ("m3", "relative", "stop"),
    ],
)
def test_the_rules_of_the_path_become_findings(name: str, rule: str, level: str) -> None:
    assert rules(replace(GOOD, path=Path(name)))[rule] == level


def test_every_finding_is_about_the_folder_and_has_a_remedy(tmp_path: Path) -> None:
    base = make_conda(tmp_path / "m 3")
    many = replace(
        look_at(base / "envs"),
        inside_sync=tmp_path,
        write_trouble="permission",
        filesystem="fat",
        free_bytes=1,
    )
    found = said(many, needed=10)
    assert len(found) >= 5
    assert all(one.field == "target.folder" and one.sentence and one.remedy for one in found)


class Tidy(Linux):
    """A Linux whose safe folders are those below a temporary home."""

    def safe_folders(self, name: str, home: Path, environ: object) -> tuple[Path, ...]:
        return (home / name, home / f"{name}-2", home / "last place")


def test_the_safe_folder_is_the_first_without_a_warning(own_home: Path) -> None:
    known = Machine("linux", home=str(own_home))
    assert safe_folder("m3", known, Tidy(), {}) == own_home / "m3"
    make_conda(own_home / "m3")
    assert safe_folder("m3", known, Tidy(), {}) == own_home / "m3-2"
    (own_home / "m3-2").touch()
    # Nothing is clean now; the folder with the least serious finding is still named.
    assert safe_folder("m3", known, Tidy(), {}) in Tidy().safe_folders("m3", own_home, {})


def test_our_own_earlier_work_stays_the_safe_folder(own_home: Path) -> None:
    known = Machine("linux", home=str(own_home))
    base = make_conda(own_home / "m3")
    assert safe_folder("m3", known, Tidy(), {}, lambda folder: folder == base) == base


def test_a_home_with_a_space_sends_conda_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / "Anna Maria"
    home.mkdir()
    data = tmp_path / "data"
    data.mkdir()
    chosen = safe_folder(
        "m3", Machine("linux", home=str(home)), Linux(), {"XDG_DATA_HOME": str(data)}
    )
    assert chosen == data / "m3"


def test_a_home_that_is_kept_in_step_sends_conda_elsewhere(tmp_path: Path) -> None:
    home, data = tmp_path / "Dropbox", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    known = Machine("linux", home=str(home), sync_folders=(str(home),))
    assert safe_folder("m3", known, Linux(), {"XDG_DATA_HOME": str(data)}) == data / "m3"


@pytest.mark.parametrize("name", NAMES)
def test_a_safe_folder_is_named_for_every_recorded_machine(name: str) -> None:
    known = machine(name)
    chosen = safe_folder("miniforge3", known, named(known.family), {"PUBLIC": "C:/Users/Public"})
    assert "miniforge3" in str(chosen)
