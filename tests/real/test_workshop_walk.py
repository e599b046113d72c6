"""A workshop from an empty folder to the proof that the instructor reads: by the command line, and
by the window. For three systems, in a network of one's own without any way out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_kit import run_alone
from tests.real.seedbed_process import ROOT

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

PRACTICE = ROOT / ".cache" / "practice-workshop"
PLATFORMS = ["linux-64", "osx-arm64", "win-64"]
CHECK = """\
import pathlib, numpy
assert pathlib.Path("README.md").is_file(), "the materials are here"
print("the waves are", numpy.sin(numpy.pi / 2))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an instructor has: a channel, installers, materials and a check; no workshop file."""
    if not PRACTICE.is_dir():
        pytest.skip("not built: python3 build_scripts/practice_kit.py build --workshop")
    made = tmp_path / "spring school"
    made.mkdir()
    for name in ("channel", "installers"):
        (made / name).symlink_to(PRACTICE / name)
    shutil.copytree(PRACTICE / "materials", made / "materials")
    shutil.copy(PRACTICE / "installers.toml", made)
    (made / "check.py").write_text(CHECK, "utf-8")
    return made


def walk(program: str, *arguments: str) -> dict[str, Any]:
    """What one of the programs beside this file saw, in a network of its own."""
    if subprocess.run(["ip", "-V"], capture_output=True, check=False).returncode:
        pytest.skip("the program `ip` is missing; install: iproute2")
    said = run_alone(sys.executable, "-m", f"tests.real.{program}", *arguments)
    saw: dict[str, Any] = json.loads(said.splitlines()[-1])
    return saw


def test_by_the_command_line(folder: Path, tmp_path: Path) -> None:
    saw = walk("command_line_walk", str(folder), str(tmp_path))
    assert list(saw["survey"]["platforms"]) == PLATFORMS
    assert saw["made"]["platforms"] == PLATFORMS
    assert saw["made"]["zip"] is not None
    assert saw["checked"]["platforms"] == dict.fromkeys(PLATFORMS, True)
    assert saw["checked"]["rehearsed"] is True
    lock = tomllib.loads((tmp_path / "kit" / "workshop.lock.toml").read_text("utf-8"))
    names = {subdir: {Path(f["url"]).name for f in lock[subdir]["files"]} for subdir in PLATFORMS}
    has_pandas = {subdir: any(n.startswith("pandas-") for n in names[subdir]) for subdir in names}
    assert has_pandas == {"linux-64": True, "osx-arm64": False, "win-64": True}
    assert saw["sharing"]["title"] == "Waves and noise"
    assert saw["done"]["event"] == "run_done"
    assert saw["row"]["name"] == "Mei"
    assert saw["row"]["belongs"] == "same"
    assert saw["stopped"]["code"] == 0
    assert saw["stopped"]["proven"] == 1
    assert saw["read"]["code"] == 0, saw["read"]["text"]
    assert saw["altered"]["code"] != 0


def test_by_the_window(folder: Path, tmp_path: Path) -> None:
    file = folder / "workshop.toml"
    saw = walk("window_walk", str(file), str(tmp_path))
    written = tomllib.loads(file.read_text("utf-8"))
    assert written["workshop"]["title"] == "Waves and noise"
    assert written["conda"]["catalog"] == "installers.toml"
    assert written["environment"]["packages"] == ["numpy", "pandas"]
    assert written["pages"] == {"location": "hidden", "environment": "locked"}
    assert written["check"] == {"file": "check.py"}
    assert written["platforms"]["osx-arm64"] == {"without": ["pandas"]}
    for subdir in PLATFORMS:
        assert f"({subdir}): all packages are there" in saw["checked"]
    assert "It was installed from this kit and proved to work." in saw["checked"]
    assert saw["guest"]["problem"] == ""
    assert "Waves and noise" in saw["guest"]["review"]
    assert "check.py" in saw["guest"]["review"]
    assert saw["guest"]["checks"]["own_check"] is True
    (row,) = saw["board"]
    assert saw["guest"]["code"] in row
    assert "Everything works" in saw["read"]
    assert "It is for this workshop" in saw["read"]
