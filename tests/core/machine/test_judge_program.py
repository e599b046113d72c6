"""A Seedbed that was started where it should not stay says so, and goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.finding import Level
from app.core.machine.check_machine import rows
from app.core.machine.facts import Machine, Program
from app.core.machine.judge_program import about_program
from app.core.machine.probe import ProbeTools, probe
from app.core.shell import Shell
from app.platforms import current


def test_what_to_do_is_said_and_nothing_is_stopped() -> None:
    machine = Machine("macos", program=Program("/Volumes/S/Seedbed.app/Contents/MacOS/S", True))
    (note,) = about_program(machine)
    assert note.level is Level.NOTE
    assert note.remedy == "Press Cancel, drag Seedbed to Applications, and start it there."
    assert "program" not in {row.field for row in rows(machine)}


def test_from_source_and_from_a_usual_place_nothing_is_said() -> None:
    assert list(about_program(Machine("linux"))) == []
    assert list(about_program(Machine("linux", program=Program("/home/a/Seedbed/Seedbed")))) == []


def test_the_probe_looks_at_the_packaged_program_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = current()
    tools = ProbeTools(
        platform, Shell(platform, Cancel()), lambda: (), tmp_path, {"PATH": ""}, patience=20
    )
    assert probe(tools, lambda _machine: None, Cancel()).program is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Seedbed"))
    assert probe(tools, lambda _machine: None, Cancel()).program == Program(
        str(tmp_path / "Seedbed"), read_only=False
    )
