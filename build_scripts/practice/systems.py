"""The systems that practice kits are made for: what differs between them in names and places.

Does nothing itself; who builds what for which system is decided in kit.py.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from packaging.tags import platform_tags

Family = Literal["linux", "windows"]


@dataclass(frozen=True)
class System:
    """One system on one processor.

    `subdir` is conda's name for it, `cpu` the catalogue's, `machine` the one in file names;
    `python` and the folders are relative to a prefix, {minor} standing for e.g. 3.11.
    """

    family: Family
    subdir: str
    cpu: str
    machine: str
    python: str
    library: str
    scripts: str
    headers: str
    markers: Mapping[str, str] = field(hash=False)
    wheel_platforms: tuple[str, ...]

    @property
    def title(self) -> str:
        """As the names of installers say it: Linux or Windows."""
        return self.family.title()


def _linux(machine: str, subdir: str, cpu: str) -> System:
    return System(
        family="linux", subdir=subdir, cpu=cpu, machine=machine,
        python="bin/python", library="lib/python{minor}", scripts="bin",
        headers="include/python{minor}", markers={}, wheel_platforms=(),
    )  # fmt: skip


LINUX = {
    "x86_64": _linux("x86_64", "linux-64", "x86_64"),
    "aarch64": _linux("aarch64", "linux-aarch64", "arm64"),
}
WINDOWS = System(
    family="windows",
    subdir="win-64",
    cpu="x86_64",
    machine="x86_64",
    python="python.exe",
    library="Lib",
    scripts="Scripts",
    headers="Include",
    markers={
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_release": "10",
        "platform_version": "10.0.19045",
    },
    wheel_platforms=("win_amd64",),
)


@dataclass(frozen=True)
class Python:
    """A CPython that becomes a package: its full version and the system it runs on."""

    version: str
    system: System

    @property
    def minor(self) -> str:
        """e.g. "3.11"."""
        return ".".join(self.version.split(".")[:2])

    @property
    def number(self) -> tuple[int, int]:
        """The minor version for comparisons, e.g. (3, 11)."""
        major, minor = self.minor.split(".")
        return int(major), int(minor)

    @property
    def tag(self) -> str:
        """The wheel tag, e.g. "cp311"."""
        return f"cp{self.minor.replace('.', '')}"

    @property
    def library(self) -> str:
        """Where its own modules lie, relative to a prefix."""
        return self.system.library.format(minor=self.minor)

    @property
    def site_packages(self) -> str:
        """Where conda expects packages, relative to a prefix."""
        return f"{self.library}/site-packages"

    @property
    def headers(self) -> str:
        """Where C headers lie, relative to a prefix."""
        return self.system.headers.format(minor=self.minor)

    @property
    def wheel_platforms(self) -> tuple[str, ...]:
        """The platforms whose wheels it takes, the best first."""
        return self.system.wheel_platforms or tuple(platform_tags())

    @property
    def compiler(self) -> Path | None:
        """What can write its byte-code here: any CPython of the same minor version."""
        same = sys.version_info[:2] == self.number
        return Path(sys.executable) if same else None
