"""A participant in a room without a network: locked and hidden pages, and the author's check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.test_kit import run_alone
from tests.fakes.own_kit import own_kit

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

WORKSHOP = """\
schema = 1
[workshop]
title = "Waves"
author = "Anna"
contact = "anna@example.org"
[conda]
distribution = "practice"
version = "24.7.1-0"
catalog = "installers.toml"
[environment]
name = "waves"
channels = ["./channel"]
packages = ["numpy", "pandas", "not-for-linux>=1"]
[materials]
folder = "materials"
[check]
file = "checks/check.py"
[pages]
computer = "hidden"
download = "hidden"
location = "hidden"
environment = "locked"
[platforms.linux-64]
without = ["not-for-linux", "pandas"]
"""
CHECK = """\
import pathlib, numpy
assert pathlib.Path("README.md").is_file(), "the materials are here"
print("checked with numpy", numpy.__version__)
"""


@pytest.fixture
def kit(practice_kit: Path, tmp_path: Path) -> Path:
    folder = own_kit(practice_kit, tmp_path / "kit")
    (folder / "checks").mkdir()
    (folder / "workshop.toml").write_text(WORKSHOP, "utf-8")
    (folder / "checks" / "check.py").write_text(CHECK, "utf-8")
    return folder


def test_the_window_asks_what_is_left_and_ends_in_the_proof(kit: Path, tmp_path: Path) -> None:
    program = Path(__file__).with_name("guest_window.py")
    module = f"tests.real.{program.stem}"
    last = run_alone(sys.executable, "-m", module, str(kit), str(tmp_path / "conda"))
    saw = json.loads(last.splitlines()[-1])
    assert saw["problem"] == ""
    assert saw["seen"] == ["welcome", "download", "environment", "libraries"]
    for part in ("Waves", "by Anna", f"From: {kit}", "checks/check.py (from", "left out"):
        assert part in saw["review"]
    assert saw["checks"]["numpy"] is True
    assert saw["checks"]["own_check"] is True
    assert "pandas" not in saw["checks"]
    read = run_alone(sys.executable, "-m", "app", "proof", saw["code"], "--workshop", str(kit))
    assert "It is for this workshop" in read


def test_the_command_line_does_the_same_and_a_failing_check_is_told(
    kit: Path, tmp_path: Path
) -> None:
    app = (sys.executable, "-m", "app")
    where = ("--to", str(tmp_path / "conda"), "--no-launchers", "--no-lessons", "--unlock")
    told = run_alone(*app, "install", str(kit), *where, "--yes", "--json")
    events = [json.loads(line) for line in told.splitlines()]
    assert events[-1]["event"] == "run_done"
    lines = [event["text"] for event in events if event["event"] == "line"]
    assert any(line.startswith("checked with numpy") for line in lines)
    assert "The workshop’s own check: works" in lines
    (kit / "checks" / "check.py").write_text("raise SystemExit('wrong data')", "utf-8")
    told = run_alone(*app, "install", str(kit), *where, "--yes", "--json", code=6)
    last = json.loads(told.splitlines()[-1])
    assert "the workshop’s own check" in last["error"]["summary"]
    assert "wrong data" in last["error"]["detail"]
    assert "anna@example.org" in last["error"]["remedy"]
    read = run_alone(*app, "proof", last["proof_code"], "--workshop", str(kit), code=11)
    assert "The workshop’s own check" in read
    both = ("sh", "-c", 'exec "$@" 2>&1', "sh")
    told = run_alone(*both, *app, "install", str(kit), *where, "--yes", code=6)
    assert "The workshop’s own check" in told, "what works, and what does not"
    assert "What next?" in told
    told = run_alone(*app, "install", str(kit), *where, "--yes", "--no-check")
    assert json.loads(told.splitlines()[-1])["ready"] is True
