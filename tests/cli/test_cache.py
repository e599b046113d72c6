"""`seedbed cache` as a person types it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.cli.test_cli import seedbed

DAY = 86_400


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    """A package of today, one of 40 days ago, and an unfinished download."""
    cache = Path(os.environ["SEEDBED_HOME"]) / "cache"
    files = [
        cache / "packages" / "aaaa" / "new-1-0.conda",
        cache / "packages" / "bbbb" / "old-1-0.conda",
        cache / "partials" / f"sha256-{'a' * 64}.partial",
    ]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes(1000))
    os.utime(files[1], (time.time() - 40 * DAY,) * 2)
    return files


def test_it_shows_where_what_how_much_and_since_when(archives: list[Path]) -> None:
    shown = seedbed("cache")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert str(archives[0].parents[2]) in shown.stdout
    day = time.strftime("%Y-%m-%d", time.localtime(time.time() - 40 * DAY))
    assert f"downloaded: 2 kB (2 items, the oldest from {day})" in shown.stdout
    assert "Together 3 kB." in shown.stdout
    data = json.loads(seedbed("cache", "--json").stdout)
    assert (data["number"], data["size"], data["would_free"]) == (3, 3000, 3000)
    assert [kind["kind"] for kind in data["kinds"]] == ["packages", "partials"]


def test_nothing_is_removed_without_yes_where_nobody_can_be_asked(archives: list[Path]) -> None:
    refused = seedbed("cache", "clean")
    assert refused.returncode == 2
    assert "1 item will be removed; that frees 1 kB" in refused.stderr
    assert "--yes" in refused.stderr
    assert all(file.exists() for file in archives)


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ((), [True, False, True]),
        (("--older-than", "50"), [True, True, True]),
        (("--older-than", "0"), [False, False, False]),
        (("--partials",), [True, True, False]),
        (("--partials", "--older-than", "1"), [True, True, True]),
        (("--all",), [False, False, False]),
    ],
    ids=str,
)
def test_only_what_was_meant_is_removed(
    archives: list[Path], options: tuple[str, ...], left: list[bool]
) -> None:
    done = seedbed("cache", "clean", "--yes", "--json", *options)
    assert done.returncode == 0, done.stderr
    assert [file.exists() for file in archives] == left
    data = json.loads(done.stdout)
    assert (data["removed"], data["freed"], data["kept"]) == (
        left.count(False), 1000 * left.count(False), [],
    )  # fmt: skip


@pytest.mark.parametrize(
    "options", [("--older-than", "x"), ("--older-than=-1",), ("--older-than", "nan"),
                ("--all", "--older-than", "3"), ("burn",)], ids=str,
)  # fmt: skip
def test_what_makes_no_sense_removes_nothing(
    archives: list[Path], options: tuple[str, ...]
) -> None:
    refused = seedbed("cache", "clean", "--yes", *options)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert all(file.exists() for file in archives)


def test_an_empty_cache_is_said_to_be_empty() -> None:
    assert "Nothing is kept." in seedbed("cache").stdout
    assert "nothing to remove" in seedbed("cache", "clean", "--all").stderr
