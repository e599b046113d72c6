"""--accelerator as typed, on a computer with a small real nvidia-smi and a small channel."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import seedbed
from tests.fakes import cuda_channel
from tests.fakes.programs import program

WORKSHOP = """\
schema = 1
[environment]
channels = ["./channel"]
packages = ["pytorch"]
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    cuda_channel.write(tmp_path / "channel")
    file = tmp_path / "workshop.toml"
    file.write_text(WORKSHOP, "utf-8")
    return file


def put_card(folder: Path, monkeypatch: pytest.MonkeyPatch, cuda: str) -> None:
    program(
        folder,
        "nvidia-smi",
        f'if [ $# = 0 ]; then echo "| CUDA Version: {cuda}     |"; exit; fi\n'
        'echo "NVIDIA GeForce RTX 3060, 575.51.03, 12288 MiB, 8.6"',
    )
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def checked(workshop: Path, *options: str) -> dict[str, Any]:
    done = seedbed("check", str(workshop), "--json", *options)
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_the_driver_decides_and_the_person_may_decide_otherwise(
    workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_card(tmp_path / "bin", monkeypatch, "12.9")
    suits = checked(workshop)
    assert suits["sizes"]["cuda"] == "12.9"
    assert (
        "Your NVIDIA driver supports CUDA 12.9, so PyTorch for CUDA 12.9 is chosen."
        in (suits["description"])
    )
    cpu = checked(workshop, "--accelerator", "cpu")
    assert cpu["sizes"]["cuda"] == ""
    assert cpu["sizes"]["packages"] < suits["sizes"]["packages"] - 700_000_000
    assert "You chose the version without graphics card (CPU)." in cpu["description"]


def test_cuda_for_an_old_driver_is_told_and_solved_for(
    workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_card(tmp_path / "bin", monkeypatch, "12.4")
    assert checked(workshop)["sizes"]["cuda"] == ""
    forced = checked(workshop, "--accelerator", "cuda")
    assert forced["sizes"]["cuda"] == "12.9"
    (finding,) = [item for item in forced["findings"] if item["field"] == "target.accelerator"]
    assert finding["level"] == "warn"


def test_a_lock_can_be_made_for_a_room_full_of_nvidia_cards(workshop: Path) -> None:
    options = ("--platform", "linux-64", "--platform", "osx-arm64", "--accelerator", "cuda")
    locked = seedbed("lock", str(workshop), *options)
    assert locked.returncode == 0, locked.stderr
    lines = {
        platform: workshop.with_name(f"workshop.{platform}.txt").read_text()
        for platform in ("linux-64", "osx-arm64")
    }
    assert "cuda129" in lines["linux-64"]
    assert "cuda" not in lines["osx-arm64"].split("@EXPLICIT")[1].replace("cuda_channel", "")
    here = checked(workshop)
    assert here["sizes"]["cuda"] == "12.9"
    rules = [item["rule"] for item in here["findings"]]
    assert "lock_accelerator" in rules
    assert "lock_other" not in rules


def test_what_is_no_accelerator_is_refused_with_the_known_ones(workshop: Path) -> None:
    refused = seedbed("check", str(workshop), "--accelerator", "tpu")
    assert refused.returncode == 2
    assert all(name in refused.stderr for name in ("auto", "cpu", "cuda"))
