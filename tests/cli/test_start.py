"""How little is loaded before a command is known: that is most of what a start takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("requests", "rich", "rattler", "PySide6", "urllib3", "yaml")
LOADED = f"""
import sys
from app.__main__ import main
try:
    main(sys.argv[1:])
finally:
    sys.stderr.write(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["install", "--help"]], ids=" ".join)
def test_what_only_says_something_loads_nothing_that_does_something(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "seedbed" in done.stdout.lower()
    assert done.stderr == ""
