"""Recorded computers with and without graphics cards: what is found, and what is chosen for it.

Each is played by a small real nvidia-smi on PATH and a small real driver library.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.core.accelerator import Kind, Reason, choose, why
from app.core.cancel import Cancel
from app.core.machine import gpu
from app.core.machine.facts import Machine
from app.core.plan import Plan, Target, Workshop
from app.core.shell import Shell
from app.platforms.linux import Linux
from tests.fakes.programs import program

RECORDED = sorted((Path(__file__).parents[2] / "recorded" / "gpu").glob("*.toml"))
COMPILER = shutil.which("cc") or shutil.which("gcc")
PLAN = Plan(Workshop(packages=("pytorch", "torchvision")), Target(Path("/x")))


class RecordedComputer(Linux):
    """A Linux with the bus and the driver library of a recording."""

    hardware: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()

    def graphics_hardware(self) -> tuple[str, ...]:
        return self.hardware

    def cuda_libraries(self) -> tuple[str, ...]:
        return self.libraries


def nvidia_smi(folder: Path, said: dict[str, Any]) -> None:
    """A program that prints the recorded texts and ends as the recorded one did."""
    for name in ("query", "old_query", "header"):
        (folder / name).write_text(said.get(name, ""), encoding="utf-8")
    old_exit = 0 if "old_query" in said else said["query_exit"]
    old_text = "old_query" if "old_query" in said else "query"
    program(
        folder,
        "nvidia-smi",
        f'case "$*" in\n'
        f'"") cat "{folder}/header"; exit {said["header_exit"]};;\n'
        f'*compute_cap*) cat "{folder}/query"; exit {said["query_exit"]};;\n'
        f'*) cat "{folder}/{old_text}"; exit {old_exit};;\nesac',
    )


def driver_library(folder: Path, number: int) -> tuple[str, ...]:
    """A library that says this number, at the last of the places that are looked at."""
    assert COMPILER is not None
    source, library = folder / "cuda.c", folder / "libcuda.so.1"
    source.write_text(f"int cuDriverGetVersion(int *v) {{ *v = {number}; return 0; }}\n")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, source], check=True)
    return ("libabsent.so.1", str(library))


def test_there_are_at_least_ten_recorded_computers() -> None:
    assert len(RECORDED) >= 10


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_computer_is_understood(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    if said["driver_number"] and COMPILER is None:
        pytest.skip("no C compiler to make a small driver library with")
    monkeypatch.setattr(gpu, "_OTHER_PLACES", ())
    computer = RecordedComputer()
    computer.hardware = tuple(said["pci"])
    if said["driver_number"]:
        computer.libraries = driver_library(tmp_path, said["driver_number"])
    if "query" in said:
        nvidia_smi(tmp_path, said)
    # `cat` must be found by the script, nvidia-smi of this computer must not.
    environ = {"PATH": str(tmp_path)}
    found = gpu.find_graphics(computer, Shell(computer, Cancel()), environ)
    expected = said["expected"]
    assert [card.name for card in found.cards] == expected["cards"]
    assert (found.cuda, found.trouble) == (expected["cuda"], expected["trouble"])
    choice = choose(PLAN, Machine("linux", graphics=found), "linux-64")
    assert (choice.kind, choice.reason) == (Kind(expected["kind"]), Reason(expected["reason"]))
    sentence = why(choice)
    assert "{" not in sentence
    assert "CUDA ," not in sentence
    assert sentence.endswith(".")


def test_what_a_card_has_is_read_whatever_the_language() -> None:
    cards = gpu.parse_cards("NVIDIA GeForce RTX 4060, 576.02, 8 188 MiB, 8.9\n")
    assert cards[0].memory == 8188 * 1024 * 1024
    assert gpu.parse_header("CUDA Version：12.9") == "12.9"
    assert gpu.parse_header("| CUDA UMD Version: 13.1 |") == "13.1"
    assert gpu.parse_header("CUDA Version: N/A") == ""
