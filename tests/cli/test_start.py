"""How little is loaded before a command is known: that is most of what a start takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import __main__ as start

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


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_the_shell_has_closed_ends_nothing(closed: str) -> None:
    line = ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-m", "app", "steps"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_before_a_command_is_known_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "_run", interrupted)
    monkeypatch.setattr(start, "_end", lambda _code: None)  # it would end the tests as well
    monkeypatch.setattr(sys, "argv", ["seedbed", "check"])
    assert start.main() == 3
    assert start.main(["check"]) == 3
