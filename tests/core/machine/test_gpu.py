"""Graphics cards, asked of real small programs that behave like nvidia-smi in all its moods."""

from __future__ import annotations

import ctypes.util
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cancel import Cancel
from app.core.machine import gpu
from app.core.machine.facts import Gpu, Graphics
from app.core.shell import Shell
from app.platforms.linux import Linux
from tests.fakes.programs import program

MIB = 1024 * 1024
CARD = "NVIDIA GeForce RTX 3060, 550.54.15, 12288 MiB, 8.6"


class NoHardware(Linux):
    """A Linux that sees no PCI bus and no driver library but those that a test gives it."""

    hardware: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()

    def graphics_hardware(self) -> tuple[str, ...]:
        return self.hardware

    def cuda_libraries(self) -> tuple[str, ...]:
        return self.libraries


def look(folder: Path, platform: Linux | None = None) -> Graphics:
    used = platform or NoHardware()
    return gpu.find_graphics(used, Shell(used, Cancel()), {"PATH": f"{folder}:/usr/bin:/bin"})


@pytest.fixture(autouse=True)
def no_real_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "_OTHER_PLACES", ())
    if shutil.which("nvidia-smi", path="/usr/bin:/bin"):
        pytest.skip("a real nvidia-smi would answer")


@pytest.mark.parametrize(
    ("number", "text"), [(12080, "12.8"), (11000, "11.0"), (13000, "13.0"), (0, ""), (-1, "")]
)
def test_the_drivers_number_is_written_as_people_do(number: int, text: str) -> None:
    assert gpu.cuda_version(number) == text


def test_cards_are_read_with_commas_units_and_missing_values() -> None:
    text = f'{CARD}\n"Quadro, odd", 452.06, [N/A], [N/A]\n'
    assert gpu.parse_cards(text) == (
        Gpu("NVIDIA GeForce RTX 3060", "550.54.15", 12288 * MIB, "8.6"),
        Gpu("Quadro, odd", "452.06", None, ""),
    )


@given(st.text(max_size=200))
def test_no_answer_makes_the_reader_fail(text: str) -> None:
    for card in gpu.parse_cards(text):
        assert card.name
        assert card.driver
    assert isinstance(gpu.parse_header(text), str)


def test_an_error_message_is_no_card() -> None:
    text = (
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure,"
        " that the latest driver is installed, and running, please"
    )
    assert gpu.parse_cards(text) == ()


def test_without_card_and_driver_nothing_is_wrong(tmp_path: Path) -> None:
    assert look(tmp_path) == Graphics()


def test_two_cards_are_found_and_the_header_gives_cuda(tmp_path: Path) -> None:
    program(
        tmp_path,
        "nvidia-smi",
        f'if [ $# = 0 ]; then echo "| CUDA Version: 12.4     |"; exit; fi\n'
        f'echo "{CARD}"; echo "{CARD}"',
    )
    found = look(tmp_path)
    assert [card.memory for card in found.cards] == [12288 * MIB] * 2
    assert (found.cuda, found.trouble) == ("12.4", "")


def test_an_old_driver_is_asked_without_the_field_it_does_not_know(tmp_path: Path) -> None:
    program(
        tmp_path,
        "nvidia-smi",
        'case "$*" in *compute_cap*) echo "Field compute_cap is not a valid field"; exit 2;; esac\n'
        'echo "GeForce GTX 1650, 452.06, 4096 MiB"',
    )
    assert look(tmp_path).cards == (Gpu("GeForce GTX 1650", "452.06", 4096 * MIB),)


@pytest.mark.parametrize("body", ["exit 9", "echo garbage", "echo; exit 0", "printf '\\377\\000'"])
def test_a_driver_that_does_not_answer_is_a_trouble(tmp_path: Path, body: str) -> None:
    program(tmp_path, "nvidia-smi", body)
    assert look(tmp_path).trouble == "driver_silent"


def test_a_driver_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "_TIMEOUT_SECONDS", 0.3)
    program(tmp_path, "nvidia-smi", "exec sleep 30")
    assert look(tmp_path).trouble == "driver_silent"


def test_a_card_without_a_driver_is_a_trouble(tmp_path: Path) -> None:
    platform = NoHardware()
    platform.hardware = ("NVIDIA", "Intel")
    assert look(tmp_path, platform) == Graphics((Gpu("NVIDIA"), Gpu("Intel")), "", "no_driver")
    platform.hardware = ("AMD",)
    assert look(tmp_path, platform).trouble == ""


def test_the_driver_library_is_asked_without_touching_a_card(tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler to make a small driver library with")
    source = tmp_path / "cuda.c"
    source.write_text("int cuDriverGetVersion(int *v) { *v = 12080; return 0; }\n")
    library = tmp_path / "libcuda.so.1"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    assert gpu.driver_cuda(("libabsent.so", str(library))) == "12.8"
    platform = NoHardware()
    platform.libraries = (str(library),)
    assert look(tmp_path, platform).cuda == "12.8"


def test_a_library_that_is_no_driver_is_passed_over() -> None:
    assert gpu.driver_cuda((ctypes.util.find_library("c") or "libc.so.6", "libabsent.so")) == ""
