"""The list of everything that differs between Windows, macOS and Linux.

A Platform knows its system and nothing about plans, steps or events. Everything that can be
decided from arguments is a pure function of them, so that all three are tested on any system;
calls that only one system has are made inside functions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Command:
    """A program and its arguments.

    `verbatim`, where not empty, is the exact command line that Windows must get unchanged: the
    NSIS installer wants `/D=` last and never quoted (conda-facts §1.2).
    """

    arguments: tuple[str, ...]
    verbatim: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OsFacts:
    """What the system calls itself; `libc` is e.g. "glibc 2.36"; "" or None where unknown."""

    family: str
    name: str
    version: str
    libc: str = ""
    wsl: bool = False
    long_paths: bool | None = None
    ansi_encoding: str = ""


@dataclass(frozen=True, slots=True)
class CpuFacts:
    """The processor: `architecture` of the machine, `process` of this program.

    Both are "x86_64", "arm64", "x86", "armv7l" or what the system says.
    """

    architecture: str
    process: str
    cores: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PathProblem:
    """Why a path will not do for conda on this system; `fatal` where the installer refuses it."""

    rule: str
    sentence: str
    fatal: bool


@dataclass(frozen=True, slots=True)
class Launcher:
    """A menu entry to make: what it is called and what it starts."""

    identifier: str
    title: str
    command: tuple[str, ...]
    working_folder: Path


@dataclass(frozen=True, slots=True)
class FileToWrite:
    """A small text file that a launcher consists of."""

    path: Path
    text: str
    executable: bool = False


class Platform(ABC):
    """One system. `family` is "windows", "macos" or "linux"."""

    family: ClassVar[str]

    # What a conda prefix looks like here.

    @abstractmethod
    def python_in(self, prefix: Path) -> Path:
        """The Python of a conda prefix."""

    @abstractmethod
    def script_in(self, prefix: Path, name: str) -> Path:
        """A console entry point, e.g. "jupyter-lab", of a conda prefix."""

    @abstractmethod
    def path_entries(self, prefix: Path) -> tuple[str, ...]:
        """The folders that belong on PATH when a program of the prefix is started directly
        (conda-facts §1.2)."""

    @abstractmethod
    def site_packages_in(self, prefix: Path, python_version: str) -> Path:
        """Where the prefix keeps pure Python libraries; `python_version` like "3.12"."""

    @abstractmethod
    def conda_subdir(self, architecture: str) -> str:
        """conda's name for this system, e.g. "linux-64"; "" where conda has none."""

    @abstractmethod
    def pip_settings_in(self, prefix: Path) -> Path:
        """pip's settings file that belongs to one environment only (conda-facts §6)."""

    # The installer.

    @abstractmethod
    def installer_command(self, installer: Path, prefix: Path) -> Command:
        """The unattended command line of an official installer (conda-facts §1.1, §1.2)."""

    @abstractmethod
    def signs_of_installation(self, prefix: Path) -> tuple[Path, ...]:
        """Files that must exist after the installer ran; its exit code proves nothing
        (conda-facts §1.2)."""

    # Folders.

    @abstractmethod
    def path_problems(self, prefix: PurePath, facts: OsFacts) -> tuple[PathProblem, ...]:
        """What is wrong with the text of a path as a conda prefix (conda-facts §1.1, §1.2,
        failures F04, F05, F19, F54)."""

    @abstractmethod
    def safe_folders(self, name: str, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Candidates for a conda prefix called `name`, best first."""

    @abstractmethod
    def sync_folders(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Folders that OneDrive, iCloud, Dropbox and the like keep in step (failures F42)."""

    @abstractmethod
    def documents_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Where the person keeps documents."""

    @abstractmethod
    def jupyter_data_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Where Jupyter keeps this user's data, kernels among it (conda-facts §7)."""

    @abstractmethod
    def is_read_only(self, folder: Path) -> bool:
        """Whether nobody can write to the drive of `folder`, such as a CD. May raise OSError."""

    # Processes.

    @abstractmethod
    def popen_options(self) -> dict[str, Any]:
        """Options for subprocess that give the child a group of its own and no window."""

    @abstractmethod
    def give_way(self) -> None:
        """Let this process yield to all others from now on, as far as the system lets us."""

    @abstractmethod
    def temporary_variables(self, folder: Path) -> dict[str, str]:
        """Variables that send a child's temporary files into `folder`."""

    @abstractmethod
    def keep_awake(self) -> AbstractContextManager[None]:
        """Ask the system not to sleep while work is going on, as far as it lets us."""

    @abstractmethod
    def allow_many_files(self) -> None:
        """Let this program hold files and connections for a whole class at once."""

    # The desktop.

    @abstractmethod
    def open_folder_command(self, folder: Path) -> Command:
        """Show a folder, or open a file with its usual program."""

    @abstractmethod
    def open_link_command(self, link: str) -> Command:
        """Open a web address with the person's browser."""

    @abstractmethod
    def terminal_command(
        self, base: Path, environment: Path, available: Sequence[str]
    ) -> Command | None:
        """A terminal in which the environment is active, without touching any shell file
        (conda-facts §7); None where no terminal is among the `available` programs."""

    @abstractmethod
    def terminal_programs(self) -> tuple[str, ...]:
        """Terminal programs worth looking for."""

    @abstractmethod
    def activation_lines(self, base: Path, environment: str) -> tuple[str, ...]:
        """What a person types to activate the environment in a terminal of this system."""

    @abstractmethod
    def launcher_files(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[FileToWrite, ...]:
        """The files of a menu entry; empty where it is made by `launcher_command`."""

    @abstractmethod
    def launcher_command(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> Command | None:
        """A command that makes the menu entry, on systems where a text file will not do."""

    @abstractmethod
    def launcher_paths(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[Path, ...]:
        """Where the menu entry will be: shown before it is made, looked for afterwards."""

    def languages(self, home: Path) -> tuple[str, ...]:
        """The person's languages as the system's own settings name them, e.g. "zh-Hans-CN", best
        first; empty where only environment variables tell. May raise OSError."""
        return ()

    def motion_question(self) -> Command | None:
        """A small program that says whether the desktop moves things; None where none is needed."""
        return None

    def reduced_motion(self, answer: str, home: Path, environ: Mapping[str, str]) -> bool:
        """Whether the person has asked the system for no motion. `answer` is what the program of
        `motion_question` printed, "" where it could not. May raise OSError."""
        return False

    # Facts about this computer. Each may raise OSError; the probe turns that into "unknown".

    @abstractmethod
    def os_facts(self) -> OsFacts:
        """Name and version of the running system."""

    @abstractmethod
    def cpu_facts(self) -> CpuFacts:
        """The processor, seen through emulation (failures F32, F58)."""

    @abstractmethod
    def elevated(self) -> bool:
        """Whether this program runs with an administrator's rights (failures F28, F29)."""

    @abstractmethod
    def graphics_hardware(self) -> tuple[str, ...]:
        """Names of the graphics cards in this computer, whether or not they have a driver."""

    @abstractmethod
    def is_stub_python(self, path: Path) -> bool:
        """Whether `path` only offers to install a Python; starting it would open a window
        (failures F14)."""

    @abstractmethod
    def configuration_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Where conda's and pip's settings of this person and this system may be
        (conda-facts §4.8)."""

    @abstractmethod
    def shell_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Files in which `conda init` may have left a block (conda-facts §7)."""

    def autorun(self) -> str:
        """What the system's command processor runs each time it starts; "" for nothing."""
        return ""

    @abstractmethod
    def conda_places(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Prefixes where conda usually lives on this system."""

    @abstractmethod
    def cuda_libraries(self) -> tuple[str, ...]:
        """Names under which NVIDIA's driver library may be loaded (conda-facts §9.3)."""

    @abstractmethod
    def system_proxies(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Proxies that the system itself is set to, by scheme."""
