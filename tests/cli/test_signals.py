"""A terminal that is closed, a connection that is lost: what is at work ends in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.making import Workbench, make_kit
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from tests.fakes.bench import Bench
from tests.fakes.small_workshop import make_workshop

if sys.platform == "win32":
    pytest.skip("Windows has other terminals", allow_module_level=True)

from tests.fakes.terminal import Terminal

HERE = ("--at", "127.0.0.1", "--port", "0", "--no-announce")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    session = Bench(tmp_path / "bench").session
    opened = open_workshop(str(make_workshop(tmp_path / "workshop")), session, Cancel())
    bench = Workbench(session, Cancel(), lambda _event: None)
    return make_kit(opened, LockFor(("linux-64",)), tmp_path / "kit", bench).folder


def test_a_closed_terminal_ends_what_is_at_work_in_order(kit: Path) -> None:
    terminal = Terminal("--language", "en", "kit", "serve", str(kit), *HERE)
    terminal.read_until("Ctrl-C ends it.")
    terminal.close()
    assert terminal.code() in (0, 3), "it was not killed: the kit is no longer shared"


def test_what_is_started_with_nohup_outlives_its_terminal(kit: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    line = f'trap "" HUP; exec "$@" 2>"{log}"'
    before = ("sh", "-c", line, "sh")
    terminal = Terminal("--language", "en", "kit", "serve", str(kit), *HERE, before=before)
    terminal.read_until("http://127.0.0.1")
    terminal.close()
    with pytest.raises(subprocess.TimeoutExpired):
        terminal.code(seconds=2)
    terminal.process.terminate()
    assert terminal.code() == 0, log.read_text()
