"""What is kept, what may go, and that nothing goes which somebody is using."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from app.core.cache.cleaning import Choice, Entry, chosen, clean, oldest, survey
from app.core.cache.kind import CacheKind
from app.core.cache.words import by_kind, going_text, line_text, removed_text, total_text
from app.core.cancel import Cancel
from app.core.files.used_space import Used, used
from app.core.network.file_to_fetch import FileToFetch
from app.core.network.partial import alone
from app.core.packages.hand_over import archive_path
from app.core.packages.lock import Lock, LockedPackage, save
from app.core.run.run_lock import is_running, run_lock
from tests.fakes.downloads import as_root

DAY = 86_400
PACKAGE = LockedPackage("numpy", "2", "0", "linux-64", "https://h/l/numpy-2-0.conda", 7, "a" * 64)
PARTIAL = f"sha256-{'b' * 64}"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    workspace = tmp_path / "state" / "installs" / "run1"
    workspace.mkdir(parents=True)
    save(Lock("key", "linux-64", (PACKAGE,)), workspace)
    installer = tmp_path / "cache" / "installers" / "1234" / "conda.sh"
    (workspace / "installer.json").write_text(json.dumps({"path": str(installer)}))
    return tmp_path / "state"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with one thing of each kind, each of another size."""
    folder = tmp_path / "cache"
    files = {
        archive_path(PACKAGE, folder): 7,
        folder / "installers" / "1234" / "conda.sh": 20,
        folder / "unpacked" / "run1" / "numpy-2-0" / "a.py": 300,
        folder / "partials" / f"{PARTIAL}.partial": 4000,
        folder / "partials" / f"{PARTIAL}.piece-8000": 1000,
        folder / "partials" / f"{PARTIAL}.origin": 5,
        folder / "repodata" / "some.json": 60_000,
        folder / "kits" / "abcd" / "workshop.toml": 700_000,
        folder / "materials" / "abcd" / "notes.md": 8_000_000,
    }
    for file, size in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(size))
    return folder


def sizes(entries: tuple[Entry, ...]) -> dict[CacheKind, int]:
    return {line.kind: line.size for line in by_kind(entries)}


def test_everything_is_found_with_its_bytes(cache: Path, state: Path) -> None:
    entries = survey(cache, state)
    assert sizes(entries) == {
        CacheKind.PACKAGES: 7, CacheKind.INSTALLERS: 20, CacheKind.UNPACKED: 300,
        CacheKind.PARTIALS: 5005, CacheKind.REPODATA: 60_000, CacheKind.KITS: 700_000,
        CacheKind.MATERIALS: 8_000_000,
    }  # fmt: skip
    assert not any(entry.in_use for entry in entries)
    assert all(line.number == 1 for line in by_kind(entries)), "partial and pieces are one thing"
    assert "Unfinished downloads: 5 kB (1 item" in "\n".join(map(line_text, by_kind(entries)))


def test_an_empty_or_absent_cache_is_no_error(tmp_path: Path) -> None:
    entries = survey(tmp_path / "not", tmp_path / "there")
    assert entries == ()
    assert total_text(entries) == "Nothing is kept."
    assert oldest(entries) is None


def test_all_of_it_goes_and_nothing_else(cache: Path, state: Path) -> None:
    before = {path for path in state.rglob("*") if path.name != "run.lock"}
    entries = survey(cache, state)
    removed = clean(entries, cache, state)
    assert (removed.number, removed.freed, removed.kept) == (7, 8_765_332, ())
    assert survey(cache, state) == ()
    assert not [path for path in cache.rglob("*") if path.is_file()]
    assert before <= set(state.rglob("*")), "locks, journals and proofs stay"
    assert "7 items were removed, 8.8 MB are free again." in removed_text(removed)


def test_only_what_is_old_enough_and_of_the_kind_is_chosen(cache: Path, state: Path) -> None:
    now = time.time()
    old = archive_path(PACKAGE, cache)
    os.utime(old, (now - 40 * DAY, now - 40 * DAY))
    entries = survey(cache, state)
    assert [entry.paths for entry in chosen(entries, Choice(), now)] == [(old,)]
    assert chosen(entries, Choice(days=41), now) == ()
    (partial,) = chosen(entries, Choice(None, frozenset({CacheKind.PARTIALS})), now)
    assert partial.kind is CacheKind.PARTIALS
    assert len(chosen(entries, Choice(None), now)) == 7
    assert oldest(entries) == pytest.approx(now - 40 * DAY)


def test_a_kit_that_is_open_stays(cache: Path, state: Path) -> None:
    opened = str(cache / "kits" / "abcd")
    going = chosen(survey(cache, state, opened), Choice(None), time.time())
    assert CacheKind.KITS not in {entry.kind for entry in going}
    removed = clean(survey(cache, state), cache, state, opened)
    assert removed.kept == (cache / "kits" / "abcd",)
    assert (cache / "kits" / "abcd" / "workshop.toml").is_file()


def test_what_a_run_is_using_stays(cache: Path, state: Path) -> None:
    unlocked = survey(cache, state)
    other = cache / "packages" / "ffff" / "other-1-0.conda"
    other.parent.mkdir()
    other.write_bytes(b"x")
    with run_lock(state / "installs" / "run1"):
        assert is_running(state / "installs" / "run1")
        in_use = {entry.kind for entry in survey(cache, state) if entry.in_use}
        assert in_use == set(CacheKind) - {CacheKind.PARTIALS}
        going = chosen(survey(cache, state), Choice(None), time.time())
        assert {entry.paths[0].name for entry in going} == {other.name, f"{PARTIAL}.origin"}
        # What was surveyed before the run began is looked at again.
        removed = clean(unlocked, cache, state)
    assert removed.number == 1
    assert archive_path(PACKAGE, cache).exists()
    assert (cache / "unpacked" / "run1" / "numpy-2-0" / "a.py").exists()
    assert "6 items are in use" in removed_text(removed)
    assert not is_running(state / "installs" / "run1")


def test_a_file_that_is_being_downloaded_stays(cache: Path, state: Path) -> None:
    file = FileToFetch(("https://h/x",), cache / "x", 9000, "b" * 64)
    before = survey(cache, state)
    with alone(cache / "partials", file, Cancel(), lambda _sentence: None):
        (partial,) = [entry for entry in survey(cache, state) if entry.kind is CacheKind.PARTIALS]
        assert partial.in_use
        kept = clean([e for e in before if e.kind is CacheKind.PARTIALS], cache, state).kept
    assert len(kept) == 1
    assert (cache / "partials" / f"{PARTIAL}.partial").stat().st_size == 4000


def test_a_lock_that_a_killed_run_left_holds_nothing(cache: Path, state: Path) -> None:
    (cache / "partials" / f"{PARTIAL}.lock").touch()
    (state / "installs" / "run1" / "run.lock").touch()
    entries = survey(cache, state)
    assert not any(entry.in_use for entry in entries)
    clean(entries, cache, state)
    assert list((cache / "partials").iterdir()) == []


def test_hard_links_promise_no_bytes(cache: Path, state: Path, tmp_path: Path) -> None:
    archive = archive_path(PACKAGE, cache)
    os.link(archive, tmp_path / "linked-by-conda")
    (entry,) = [entry for entry in survey(cache, state) if entry.kind is CacheKind.PACKAGES]
    assert entry.used == Used(7, 0)
    assert "frees 0 bytes" in going_text([entry])
    assert "shared with installed environments" in going_text([entry])
    assert clean([entry], cache, state).freed == 0
    assert (tmp_path / "linked-by-conda").stat().st_size == 7


def test_links_within_a_folder_are_counted_once_and_freed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(bytes(50))
    os.link(folder / "a", folder / "b")
    assert used(folder) == Used(50, 50)
    os.link(folder / "a", tmp_path / "outside")
    assert used(folder) == Used(50, 0)
    assert used(tmp_path / "nothing") == Used()


def test_a_link_in_the_cache_is_removed_and_not_followed(cache: Path, state: Path) -> None:
    precious = state / "precious"
    precious.mkdir()
    (precious / "file").touch()
    (cache / "kits" / "abcd" / "link").symlink_to(precious)
    (cache / "kits" / "link").symlink_to(precious)
    clean(survey(cache, state), cache, state)
    assert (precious / "file").exists()
    assert not (cache / "kits" / "abcd").exists()


def test_what_cannot_be_removed_is_kept_and_told(tmp_path: Path, state: Path) -> None:
    cache = tmp_path / "drive"
    (cache / "packages" / "aaaa").mkdir(parents=True)
    as_root(["mount", "-t", "tmpfs", "tmpfs", str(cache)])
    try:
        (cache / "packages" / "aaaa").mkdir(parents=True)
        (cache / "packages" / "aaaa" / "x-1-0.conda").write_bytes(b"x")
        as_root(["mount", "-o", "remount,ro", str(cache)])
        removed = clean(survey(cache, state), cache, state)
    finally:
        as_root(["umount", "-l", str(cache)])
    assert (removed.number, removed.freed, len(removed.kept)) == (0, 0, 1)
    assert "was kept" in removed_text(removed)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"packages": [1]}', '{"packages": 3}', "{"])
def test_a_spoiled_workspace_stops_nobody_from_cleaning(
    cache: Path, state: Path, text: str
) -> None:
    workspace = state / "installs" / "run1"
    for name in ("lock.json", "installer.json"):
        (workspace / name).write_text(text)
    with run_lock(workspace):
        kinds = {entry.kind for entry in survey(cache, state) if entry.in_use}
    assert CacheKind.UNPACKED in kinds


def test_asking_whether_a_run_is_at_work_does_not_stop_it(state: Path) -> None:
    workspace = state / "installs" / "run1"
    lock = run_lock(workspace)
    with lock:
        answers: list[bool] = []
        threads = [
            threading.Thread(target=lambda: answers.append(is_running(workspace))) for _ in range(9)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [True] * 9
