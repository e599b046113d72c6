"""Showing a message by whatever program is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.native_message import show_natively
from app.platforms.base import Command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs scripts as programs")
COMMANDS = (Command(("first-box", "text")), Command(("second-box", "text")))


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


def add(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(script, "utf-8")
    (folder / name).chmod(0o755)


def test_where_none_is_there_nobody_is_told(programs: Path) -> None:
    assert not show_natively(COMMANDS)
    assert not show_natively(())


@pytest.mark.parametrize(
    "trouble", ["#!/bin/sh\nexit 255\n", "#!/bin/sh\nkill -9 $$\n", "no program"]
)
def test_one_that_does_not_work_leaves_it_to_the_next(programs: Path, trouble: str) -> None:
    add(programs, "first-box", trouble)
    add(programs, "second-box", f"#!/bin/sh\ntouch {programs}/shown\n")
    assert show_natively(COMMANDS)
    assert (programs / "shown").exists()


def test_one_that_was_closed_has_shown_it(programs: Path) -> None:
    add(programs, "first-box", "#!/bin/sh\nexit 1\n")
    add(programs, "second-box", f"#!/bin/sh\ntouch {programs}/shown\n")
    assert show_natively(COMMANDS)
    assert not (programs / "shown").exists()
