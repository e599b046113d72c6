"""What a frozen folder on Linux takes from the system, and what it carries in case it is not there.

Libraries that belong to the graphics driver must be the system's own where it has them, so those
that are carried lie apart, and runtime_fallback.py loads only what is missing (packaging §2).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from package import names, pruning
from package.freezing import PackagingFailed

# In the order in which they are loaded: each before what needs it.
CARRIED = (
    "libgcc_s.so.1",
    "libstdc++.so.6",
    "libmd.so.0",
    "libbsd.so.0",
    "libXau.so.6",
    "libXdmcp.so.6",
    "libxcb.so.1",
    "libGLdispatch.so.0",
    "libGLX.so.0",
    "libGL.so.1",
    "libEGL.so.1",
    "libwayland-client.so.0",
    "libwayland-cursor.so.0",
)
FOLDER = "fallback"
_MUST_BE_INSIDE = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1")
_PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
}
_KNOWN = re.compile(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", re.MULTILINE)
_VERSION = re.compile(r"GLIBC_(\d+)\.(\d+)")
_WORDS = {"x86_64": "x86-64", "arm64": "AArch64"}


def carry(folder: Path) -> None:
    """Put the carried libraries into the frozen `folder`. Raises PackagingFailed with what to
    install where this machine lacks one: a build without it would fail on other people's."""
    internal = folder / "_internal"
    absent = [name for name in _MUST_BE_INSIDE if not (internal / name).exists()]
    known = system_libraries()
    absent += [name for name in CARRIED if name not in known]
    if absent:
        packages = " ".join(_PACKAGES.get(name, name) for name in absent)
        raise PackagingFailed(f"This machine lacks libraries to carry: apt-get install {packages}")
    (internal / FOLDER).mkdir(exist_ok=True)
    for name in CARRIED:
        shutil.copyfile(known[name], internal / FOLDER / name)


def missing_packages() -> list[str]:
    """What Debian calls the packages of the carried libraries that this machine lacks."""
    known = system_libraries()
    return [_PACKAGES.get(name, name) for name in CARRIED if name not in known]


def system_libraries() -> dict[str, Path]:
    """The libraries that this system's loader knows for this processor, by name."""
    # A person's PATH does not lead to it.
    program = shutil.which("ldconfig") or "/usr/sbin/ldconfig"
    done = subprocess.run([program, "-p"], check=True, capture_output=True, text=True)
    word = _WORDS.get(names.architecture(), "")
    found = _KNOWN.findall(done.stdout)
    return {name: Path(path) for name, kind, path in reversed(found) if word in kind}


def glibc_floor(folder: Path) -> str:
    """The oldest glibc that everything in the frozen `folder` starts with, e.g. "2.35"; what is
    only carried does not count, for a system that lacks it is asked for nothing else."""
    versions = set()
    for file in pruning.elf_files(folder):
        if file.parent.name != FOLDER:
            listed = subprocess.run(
                ["readelf", "--version-info", "--wide", file],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            versions |= {(int(a), int(b)) for a, b in _VERSION.findall(listed.stdout)}
    major, minor = max(versions)
    return f"{major}.{minor}"
