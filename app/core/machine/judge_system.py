"""Judges what this computer is: system, processor, memory, drives (failures F32, F44, F53, F58).

One function for each fact. What is installed on it and around it is judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from app.core.amounts import bytes_text
from app.core.finding import Finding, Level
from app.core.machine.facts import Drive, Machine, Memory
from app.i18n import _
from app.platforms import named
from app.platforms.base import CpuFacts, OsFacts

# conda-facts §2.1, §2.2: what today's installers ask for.
LEAST_GLIBC = {"miniforge": (2, 17), "miniconda": (2, 28)}
_LEAST_MACOS = (10, 13)
_CURRENT_MACOS = (11, 0)
_MINICONDA_MACOS = (12, 1)
_LEAST_WINDOWS_BUILD = 10240
_SUPPORTED_WINDOWS_BUILD = 17763
_THIRTY_TWO_BIT = re.compile(r"x86|i[3-6]86|arm(v[1-7].*)?|mips|ppc")
_GIB = 1024**3
# Computers sold with 2 GB or 4 GB show a little less.
LITTLE_MEMORY = 1.9 * _GIB
_MODEST_MEMORY = 3.7 * _GIB
_TIGHT_BYTES = 3_000_000_000
_MODEST_BYTES = 10_000_000_000


def about_system(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.os"."""
    facts = machine.os
    if facts is not None:
        match facts.family:
            case "linux":
                yield from _linux(facts)
            case "macos":
                yield from _macos(facts)
            case "windows":
                yield from _windows(facts)
            case _:
                pass
    if machine.elevated:
        yield _elevated(machine.family)
    home = machine.home
    if home and not _is_one_folder(home, machine.family):
        yield Finding(
            "machine.os",
            Level.WARN,
            "home_malformed",
            _("The home folder of this account is set to something that is not a folder."),
            _("Choose a folder by its full path: on the Location page, or with --to."),
        )


def _is_one_folder(home: str, family: str) -> bool:
    """HOME sometimes holds a whole list of folders (failures F54)."""
    if family == "windows":
        return PureWindowsPath(home).is_absolute() and ";" not in home
    return PurePosixPath(home).is_absolute() and ":" not in home


def _os(level: Level, rule: str, sentence: str, remedy: str = "") -> Finding:
    return Finding("machine.os", level, rule, sentence, remedy)


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def _linux(facts: OsFacts) -> Iterator[Finding]:
    libc, version = facts.libc, _numbers(facts.libc)
    if libc.startswith("musl"):
        yield _os(
            Level.STOP,
            "musl",
            _("This Linux is built without glibc, and conda does not run on it."),
            _("Use a Linux such as Debian, Ubuntu or Fedora, for example in a container."),
        )
    elif version and version < LEAST_GLIBC["miniforge"]:
        yield _os(
            Level.STOP,
            "old_glibc",
            _("This Linux is too old for conda (it has {libc}).").format(libc=libc),
            _("Update the system to a version of the last ten years."),
        )
    elif version and version < LEAST_GLIBC["miniconda"]:
        yield _os(
            Level.NOTE,
            "glibc_for_miniforge",
            _("This Linux is too old for Miniconda (it has {libc}), but not for Miniforge.").format(
                libc=libc
            ),
            _("Choose Miniforge on the Download page."),
        )
    if facts.wsl:
        yield _os(
            Level.NOTE,
            "wsl",
            _("This is Linux inside Windows: what is installed here is not seen by Windows."),
            _("Start Seedbed for Windows if you want to work in Windows programs."),
        )


def _macos(facts: OsFacts) -> Iterator[Finding]:
    # 10.16 is what a newer system tells old programs.
    version = _numbers(facts.version)
    if version and version[:2] == (10, 16):
        return
    if version and version < _LEAST_MACOS:
        yield _os(
            Level.STOP,
            "old_macos",
            _("This macOS is too old for conda."),
            _("Update macOS to version 11 or newer."),
        )
    elif version and version < _CURRENT_MACOS:
        yield _os(
            Level.WARN,
            "macos_for_old_installers",
            _("Today’s installers want macOS 11 or newer."),
            _("Update macOS, or choose an older version of Miniforge on the Download page."),
        )
    elif version and version < _MINICONDA_MACOS:
        yield _os(
            Level.NOTE,
            "macos_for_miniforge",
            _("This macOS is too old for Miniconda, but not for Miniforge."),
            _("Choose Miniforge on the Download page."),
        )


def _windows(facts: OsFacts) -> Iterator[Finding]:
    found = re.search(r"build (\d+)", facts.version)
    build = int(found[1]) if found else 0
    if 0 < build < _LEAST_WINDOWS_BUILD:
        yield _os(
            Level.STOP,
            "old_windows",
            _("This Windows is too old for conda."),
            _("Update to Windows 10 or 11."),
        )
    elif 0 < build < _SUPPORTED_WINDOWS_BUILD:
        yield _os(
            Level.WARN,
            "windows_not_supported",
            _("This version of Windows 10 is older than conda’s makers expect."),
            _("Let Windows install its updates first, if you can."),
        )


def _elevated(family: str) -> Finding:
    level = Level.WARN if family == "windows" else Level.NOTE
    return _os(
        level,
        "elevated",
        _("Seedbed was started with an administrator’s rights, which it does not need."),
        _("Start it again as yourself; otherwise files may belong to the administrator."),
    )


def about_processor(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.cpu"."""
    cpu = machine.cpu
    if cpu is None or not cpu.architecture:
        return
    if _THIRTY_TWO_BIT.fullmatch(cpu.architecture):
        yield _cpu(
            Level.STOP,
            "32_bit",
            _("This is a 32-bit computer, and conda exists for 64-bit ones only."),
            _("Use another computer, or a 64-bit system if the processor allows it."),
        )
    elif not named(machine.family).conda_subdir(cpu.architecture):
        yield _cpu(
            Level.STOP,
            "no_packages",
            _("There are no conda packages for this kind of processor ({name}).").format(
                name=cpu.architecture
            ),
            _("Use another computer."),
        )
    else:
        yield from _emulation(machine.family, cpu)


def _cpu(level: Level, rule: str, sentence: str, remedy: str = "") -> Finding:
    return Finding("machine.cpu", level, rule, sentence, remedy)


def _emulation(family: str, cpu: CpuFacts) -> Iterator[Finding]:
    if family == "windows" and cpu.architecture == "arm64":
        yield _cpu(
            Level.NOTE,
            "windows_arm",
            _("Few libraries exist for Windows on ARM, so the usual ones are used in emulation."),
            _("Everything works, a little more slowly."),
        )
    elif cpu.process and _THIRTY_TWO_BIT.fullmatch(cpu.process):
        yield _cpu(
            Level.WARN,
            "32_bit_system",
            _("The processor has 64 bits, but this system may run 32-bit programs only."),
            _("Install the 64-bit version of the system if the installation fails."),
        )
    elif cpu.process and cpu.process != cpu.architecture:
        yield _cpu(
            Level.NOTE,
            "emulated",
            _("Seedbed runs in emulation here; what it installs fits the real processor."),
            _("Nothing to do."),
        )
    elif family == "macos" and cpu.architecture == "x86_64":
        yield _cpu(
            Level.NOTE,
            "intel_mac",
            _("Macs with Intel processors get no new Miniconda since 2025, but new Miniforges."),
            _("Choose Miniforge on the Download page."),
        )


def about_memory(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.memory"."""
    match machine.memory:
        case Memory(total=total) if 0 < total < LITTLE_MEMORY:
            yield Finding(
                "machine.memory",
                Level.WARN,
                "little_memory",
                _("This is very little memory; larger libraries may stop with an error."),
                _("Close other programs while the installation runs, and choose few libraries."),
            )
        case Memory(total=total) if 0 < total < _MODEST_MEMORY:
            yield Finding(
                "machine.memory",
                Level.NOTE,
                "modest_memory",
                _("This is enough to learn with; large data and models will not fit."),
                _("Close other programs while the installation runs."),
            )


def about_drives(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.drives": is there room where the home folder is?"""
    drive = home_drive(machine)
    if drive is None:
        return
    roomier = [other for other in machine.drives or () if other.free >= _MODEST_BYTES]
    if drive.free < _TIGHT_BYTES:
        remedy = _("Free some space, or choose a folder on another drive.")
        if roomier:
            remedy = _("Choose a folder on {mount}.").format(mount=roomier[0].mount)
        yield Finding(
            "machine.drives",
            Level.WARN,
            "little_space",
            _("Only {free} are free where your home folder is.").format(
                free=bytes_text(drive.free)
            ),
            remedy,
        )
    elif drive.free < _MODEST_BYTES:
        yield Finding(
            "machine.drives",
            Level.NOTE,
            "modest_space",
            _("Enough for an ordinary environment; libraries for graphics cards need more."),
            _("Free some space before you choose deep learning."),
        )


def home_drive(machine: Machine) -> Drive | None:
    """The drive of the home folder, None where it is not known."""
    return machine.drive_of(Path(machine.home)) if machine.home else None
