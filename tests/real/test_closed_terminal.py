"""A terminal that is closed while conda is at work: nothing of it is left."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has other terminals", allow_module_level=True)

from tests.fakes.terminal import Terminal

pytestmark = pytest.mark.real


def test_a_closed_terminal_leaves_no_process_and_no_half_environment(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    where = ("--to", str(folder), "--yes", "--no-launchers", "--no-lessons")
    terminal = Terminal("--language", "en", "install", str(practice_kit), *where)
    terminal.read_until("Installing")
    until = time.monotonic() + 120
    while not _processes_in(folder) and time.monotonic() < until:
        time.sleep(0.02)
    terminal.close()
    assert terminal.code() == 3
    time.sleep(0.3)
    assert _processes_in(folder) == []
    assert not folder.exists()


def _processes_in(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    mine = [line for line in listed.stdout.splitlines() if str(folder) in line]
    return [line for line in mine if " -m app " not in line]
