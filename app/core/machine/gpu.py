"""Graphics cards and the newest CUDA that NVIDIA's driver can serve (conda-facts §9.3).

Which libraries suit a card is not decided here. The parsers are pure.
"""

from __future__ import annotations

import csv
import ctypes
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from app.core.machine.facts import Gpu, Graphics
from app.core.shell import Finished, Shell
from app.errors import CommandFailed
from app.platforms.base import Command, Platform

_TIMEOUT_SECONDS = 15.0
_FIELDS = ("name", "driver_version", "memory.total", "compute_cap")
_FIELDS_OF_OLD_DRIVERS = _FIELDS[:3]
_PROGRAM = "nvidia-smi"
_OTHER_PLACES = ("/usr/lib/wsl/lib", r"C:\Program Files\NVIDIA Corporation\NVSMI")
# Newer drivers may put a word between, other languages a wide colon.
_HEADER = re.compile(r"CUDA(?: [A-Z]+)? Version\s*[:：]\s*(?P<version>\d+\.\d+)")
_DRIVER = re.compile(r"\d+\.\d+(\.\d+)*")
_COMPUTE = re.compile(r"\d+\.\d+")
_NUMBER = re.compile(r"\d[\d\s]*")
_MEBIBYTE = 1024 * 1024
_NVIDIA = "nvidia"
_OTHERS = ("amd", "radeon", "intel", "apple")


def find_graphics(platform: Platform, shell: Shell, environ: Mapping[str, str]) -> Graphics:
    """The graphics of this computer; `trouble` is "no_driver", "driver_silent" or ""."""
    cuda = driver_cuda(platform.cuda_libraries())
    cards, silent = _nvidia_cards(shell, environ)
    if not cuda and cards:
        cuda = _cuda_in_header(shell, environ)
    hardware = _hardware(platform)
    if cards:
        return Graphics(cards, cuda)
    if silent and not _surely_none(hardware):
        return Graphics(_named(hardware), cuda, "driver_silent")
    missing = any(_NVIDIA in name.lower() for name in hardware) and not cuda
    return Graphics(_named(hardware), cuda, "no_driver" if missing else "")


def driver_cuda(libraries: tuple[str, ...]) -> str:
    """What NVIDIA's driver library says, e.g. "12.8"; "" without one.

    The one call that is made needs no initialisation and touches no card.
    """
    for name in libraries:
        version = ctypes.c_int(0)
        try:
            failed = ctypes.CDLL(name).cuDriverGetVersion(ctypes.byref(version))
        except (OSError, AttributeError):
            continue
        if not failed:
            return cuda_version(version.value)
    return ""


def cuda_version(number: int) -> str:
    """The driver's number as people write it: 12080 is "12.8"; "" for what cannot be one."""
    return f"{number // 1000}.{number % 1000 // 10}" if number >= 1000 else ""


def parse_cards(text: str) -> tuple[Gpu, ...]:
    """The cards in nvidia-smi's answer to `--format=csv,noheader`; other lines are ignored."""
    rows = csv.reader(text.splitlines(), skipinitialspace=True)
    return tuple(card for row in rows if (card := _card(row)) is not None)


def _card(row: list[str]) -> Gpu | None:
    name, driver, memory, compute = (*(part.strip() for part in row), "", "", "", "")[:4]
    if len(row) < 2 or not name or not _DRIVER.fullmatch(driver):
        return None
    number = _NUMBER.match(memory)
    return Gpu(
        name=name,
        driver=driver,
        memory=int("".join(number.group().split())) * _MEBIBYTE if number else None,
        compute=compute if _COMPUTE.fullmatch(compute) else "",
    )


def parse_header(text: str) -> str:
    """The CUDA version in the table that nvidia-smi prints without arguments; "" for none."""
    found = _HEADER.search(text)
    return found["version"] if found else ""


def _nvidia_cards(shell: Shell, environ: Mapping[str, str]) -> tuple[tuple[Gpu, ...], bool]:
    """The cards that answer, and whether nvidia-smi is there but names none."""
    program = _program(environ)
    if not program:
        return (), False
    for fields in (_FIELDS, _FIELDS_OF_OLD_DRIVERS):
        try:
            finished = _ask(
                shell, program, f"--query-gpu={','.join(fields)}", "--format=csv,noheader"
            )
        except CommandFailed:
            return (), True
        if finished.returncode == 0:
            cards = parse_cards(finished.stdout)
            return cards, not cards
    return (), True


def _cuda_in_header(shell: Shell, environ: Mapping[str, str]) -> str:
    try:
        return parse_header(_ask(shell, _program(environ)).stdout)
    except CommandFailed:
        return ""


def _program(environ: Mapping[str, str]) -> str:
    paths = (environ.get("PATH", ""), *_OTHER_PLACES)
    return next((found for path in paths if (found := shutil.which(_PROGRAM, path=path))), "")


def _ask(shell: Shell, program: str, *arguments: str) -> Finished:
    return shell.run(Command((str(Path(program)), *arguments)), timeout=_TIMEOUT_SECONDS)


def _hardware(platform: Platform) -> tuple[str, ...]:
    try:
        return platform.graphics_hardware()
    except OSError:
        return ()


def _surely_none(hardware: tuple[str, ...]) -> bool:
    """Whether all graphics of this computer are by others: then nvidia-smi is only left over from
    a card that has gone."""
    makers = [next((maker for maker in _OTHERS if maker in name.lower()), "") for name in hardware]
    return bool(makers) and all(makers)


def _named(names: tuple[str, ...]) -> tuple[Gpu, ...]:
    return tuple(Gpu(name) for name in names)
