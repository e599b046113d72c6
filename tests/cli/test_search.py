"""`seedbed search` as typed, on the practice kit's channel."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_cli import seedbed


def test_packages_are_found_with_size_and_description(practice_kit: Path) -> None:
    found = seedbed("search", "sklearn", str(practice_kit))
    assert found.returncode == 0, found.stderr
    first, about, *_rest = found.stdout.splitlines()
    assert first.startswith("scikit-learn  1.")
    assert first.endswith(" MB")
    assert "machine learning" in about


def test_the_result_is_one_json_object_best_first(practice_kit: Path) -> None:
    found = seedbed("search", "num", str(practice_kit), "--python", "3.13", "--json")
    result = json.loads(found.stdout)
    assert result["whole"] is True
    best = result["found"][0]
    assert (best["name"], best["available"]) == ("numpy", True)
    assert best["version"].startswith("2.5")
    assert best["size"] > 1_000_000


def test_without_an_answer_the_known_libraries_are_searched_and_that_is_said(
    tmp_path: Path,
) -> None:
    channel = (tmp_path / "nothing").as_uri()
    found = seedbed("search", "spreadsheets", "--channel", channel)
    assert found.returncode == 0
    assert "pandas" in found.stdout
    assert "No answer from the channel" in found.stderr
    nothing = seedbed("search", "qqzzqq", "--channel", channel)
    assert nothing.returncode == 4
    assert "Nothing was found." in nothing.stderr
