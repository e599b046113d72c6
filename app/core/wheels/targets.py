"""Which wheels a platform takes, and what markers say there: from conda's words for it.

Nothing is asked of this computer: the target is another one.
"""

from __future__ import annotations

from dataclasses import dataclass

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.version import Version

from app.core.catalog.platforms import conda_platform

_MARKERS = {
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    "macos": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    "windows": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
}
_MACHINES = {
    "linux-64": "x86_64",
    "linux-aarch64": "aarch64",
    "osx-64": "x86_64",
    "osx-arm64": "arm64",
    "win-64": "AMD64",
}
_OLDEST_GLIBC, _NO_GLIBC, _NO_MACOS = 17, (2, 28), (11, 0)
# Other names of the same wheels: what manylinux was called before it said the glibc.
_LEGACY = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
_OLDEST_INTEL_GLIBC = 5
_FIRST_BY_YEAR = 26  # macOS 15 was followed by macOS 26


@dataclass(frozen=True, slots=True)
class WheelTarget:
    """A Python on a platform: `ranks` are the tags of wheels that it takes, 0 for the best."""

    subdir: str
    python: Version
    ranks: dict[Tag, int]
    markers: dict[str, str]

    @property
    def minor(self) -> str:
        """e.g. "3.12"."""
        return f"{self.python.major}.{self.python.minor}"


def target_for(subdir: str, python: str, virtual: tuple[str, ...]) -> WheelTarget:
    """The CPython of this version on a platform with these virtual packages of conda."""
    version = Version(python)
    number = (version.major, version.minor)
    interpreter = f"cp{version.major}{version.minor}"
    platforms = _wheel_platforms(subdir, virtual)
    tags = [
        *cpython_tags(number, [interpreter], platforms),
        *compatible_tags(number, interpreter, platforms),
    ]
    ranks = {tag: rank for rank, tag in reversed(list(enumerate(tags)))}
    return WheelTarget(subdir, version, ranks, _markers(subdir, version, virtual))


def _release(subdir: str, virtual: tuple[str, ...]) -> str:
    """What a Mac of the oldest kind calls its kernel (macOS 11 is Darwin 20, and so on; 26 is 25);
    of other systems nobody can know it, and hardly any package asks."""
    if conda_platform(subdir).os != "macos":
        return ""
    macos = _version("__osx", virtual, _NO_MACOS)[0]
    return f"{macos + 9 if macos < _FIRST_BY_YEAR else macos - 1}.0.0"


def _markers(subdir: str, python: Version, virtual: tuple[str, ...]) -> dict[str, str]:
    return {
        **_MARKERS[conda_platform(subdir).os],
        "platform_machine": _MACHINES[subdir],
        "platform_release": _release(subdir, virtual),
        "platform_version": "",
        "implementation_name": "cpython",
        "implementation_version": str(python),
        "platform_python_implementation": "CPython",
        "python_full_version": str(python),
        "python_version": f"{python.major}.{python.minor}",
    }


def _wheel_platforms(subdir: str, virtual: tuple[str, ...]) -> list[str]:
    match conda_platform(subdir).os:
        case "windows":
            return ["win_amd64"]
        case "macos":
            return list(mac_platforms(_version("__osx", virtual, _NO_MACOS), _MACHINES[subdir]))
        case _:
            return _linux_platforms(_MACHINES[subdir], _version("__glibc", virtual, _NO_GLIBC))


def _linux_platforms(machine: str, glibc: tuple[int, int]) -> list[str]:
    oldest = _OLDEST_INTEL_GLIBC if machine == "x86_64" else _OLDEST_GLIBC
    found = []
    for minor in range(glibc[1], oldest - 1, -1):
        found.append(f"manylinux_2_{minor}_{machine}")
        if minor in _LEGACY:
            found.append(f"{_LEGACY[minor]}_{machine}")
    return [*found, f"linux_{machine}"]


def _version(name: str, virtual: tuple[str, ...], otherwise: tuple[int, int]) -> tuple[int, int]:
    for package in virtual:
        found, _equals, rest = package.partition("=")
        if found == name:
            parts = [*rest.partition("=")[0].split("."), "0"]
            return int(parts[0]), int(parts[1])
    return otherwise
