"""Archives are unpacked by a child while others arrive; whatever goes wrong is left to conda."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from app.core.cancel import Cancel
from app.core.packages.unpack import Unpacker, staging_for
from app.core.packages.unpacked import is_whole
from app.core.shell import Shell
from app.errors import Cancelled
from app.platforms import current
from tests.fakes.bench import wait_until
from tests.fakes.conda_archive import Entry, archive_of, make


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "unpacked"


def unpacker(out: Path, cancel: Cancel, counts: list[int] | None = None) -> Unpacker:
    return Unpacker(
        Shell(current(), cancel), cancel, out, (counts if counts is not None else []).append
    )


def children() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if "solver-child" in " ".join(child.cmdline())
    ]


def test_archives_are_unpacked_while_others_are_still_to_come(tmp_path: Path, out: Path) -> None:
    packages = [make(tmp_path, name, Entry("a", name.encode())) for name in ("one", "two")]
    counts: list[int] = []
    with unpacker(out, Cancel(), counts) as work:
        work.add(packages[0], archive_of(packages[0], tmp_path))
        wait_until(lambda: counts == [1])
        assert is_whole(out / "one-1.0-0", packages[0].url)
        work.add(packages[1], archive_of(packages[1], tmp_path))
        work.finish(lambda _sentence: None)
    assert counts == [1, 2]
    assert {entry.name for entry in out.iterdir()} == {"one-1.0-0", "two-1.0-0"}
    assert children() == []


def test_a_damaged_archive_is_left_to_conda_and_told(tmp_path: Path, out: Path) -> None:
    good, bad = make(tmp_path, "good", Entry("a")), make(tmp_path, "bad", Entry("a"))
    archive_of(bad, tmp_path).write_bytes(b"no zip at all")
    told: list[str] = []
    with unpacker(out, Cancel()) as work:
        for package in (bad, good):
            work.add(package, archive_of(package, tmp_path))
        work.finish(told.append)
    assert work.unpacked == {"good-1.0-0"}
    assert [sentence for sentence in told if "bad-1.0-0" in sentence]
    assert {entry.name for entry in out.iterdir()} == {"good-1.0-0"}


def test_what_arrived_is_a_backlog_until_it_is_unpacked_or_refused(
    tmp_path: Path, out: Path
) -> None:
    packages = [make(tmp_path, name, Entry("a", b"x" * 1000)) for name in ("one", "two", "bad")]
    archive_of(packages[2], tmp_path).write_bytes(b"no zip at all")
    with unpacker(out, Cancel()) as work:
        for package in packages:
            work.add(package, archive_of(package, tmp_path))
        assert work.backlog(7).archives == 3  # the child needs a moment to come up
        assert work.backlog(7).to_come == 7
        work.finish(lambda _sentence: None)
        assert work.backlog(0).archives == work.backlog(0).bytes == 0


def test_cancelling_ends_the_child_and_what_is_whole_stays(tmp_path: Path, out: Path) -> None:
    package, cancel = make(tmp_path, "one", Entry("a")), Cancel()

    def work_until_cancelled() -> None:
        with unpacker(out, cancel) as work:
            work.add(package, archive_of(package, tmp_path))
            wait_until(lambda: bool(work.unpacked))
            assert children()
            cancel.set()
            work.finish(lambda _sentence: None)

    with pytest.raises(Cancelled):
        work_until_cancelled()
    assert children() == []
    assert is_whole(out / "one-1.0-0", package.url)


def test_an_error_in_between_ends_the_child_too(out: Path) -> None:
    def fail() -> None:
        with unpacker(out, Cancel()):
            wait_until(lambda: bool(children()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert children() == []


def test_what_a_killed_run_left_half_done_goes(tmp_path: Path, out: Path) -> None:
    half = out / ".one-1.0-0" / "lib"
    half.mkdir(parents=True)
    with unpacker(out, Cancel()) as work:
        work.finish(lambda _sentence: None)
    assert list(out.iterdir()) == []


def test_on_one_drive_there_is_a_place_and_it_belongs_to_one_installation(tmp_path: Path) -> None:
    first = staging_for(tmp_path / "c", tmp_path / "w" / "abc", tmp_path / "not" / "there")
    other = staging_for(tmp_path / "c", tmp_path / "w" / "def", tmp_path / "not" / "there")
    assert first is not None
    assert first != other


def test_on_two_drives_conda_unpacks_itself(tmp_path: Path, small_drive: Path) -> None:
    assert staging_for(small_drive / "cache", tmp_path / "w", tmp_path / "conda") is None
