"""`seedbed selftest` as typed: what is a slip of the person is no fault of Seedbed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_cli import seedbed


def test_a_kit_that_is_not_there_is_told_before_anything_is_tried(tmp_path: Path) -> None:
    refused = seedbed("selftest", "--deep", str(tmp_path / "nosuch"), "--json")
    assert refused.returncode == 2
    (event,) = map(json.loads, refused.stdout.splitlines())
    assert event["event"] == "run_failed"
    assert "nosuch" in event["error"]["summary"]
