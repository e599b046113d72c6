"""What must be there before a window can be opened, by system; asked before all else is loaded.

Whether it is there, and what to tell the person, is the window's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class WindowNeeds(NamedTuple):
    """Libraries by their file names. `screen_libraries` and `screen_variables` matter only where
    there is a real screen."""

    libraries: tuple[str, ...] = ()
    screen_libraries: tuple[str, ...] = ()
    screen_variables: tuple[str, ...] = ()


class _Packages(NamedTuple):
    """The package that brings a library, as each family of distributions calls it."""

    apt: str
    dnf: str
    zypper: str
    pacman: str
    apk: str


def window_needs(family: str) -> WindowNeeds:
    """What a system needs: "windows" and "macos" bring everything themselves."""
    return _LINUX if family == "linux" else WindowNeeds()


# Qt needs the first two even without a screen (packaging §2).
_LINUX = WindowNeeds(
    libraries=("libGL.so.1", "libEGL.so.1"),
    screen_libraries=(
        "libxcb.so.1",
        "libxcb-cursor.so.0",
        "libxcb-icccm.so.4",
        "libxcb-image.so.0",
        "libxcb-keysyms.so.1",
        "libxcb-render-util.so.0",
        "libxkbcommon-x11.so.0",
    ),
    screen_variables=("DISPLAY", "WAYLAND_DISPLAY"),
)
_PACKAGES: Mapping[str, _Packages] = {
    "libGL.so.1": _Packages("libgl1", "libglvnd-glx", "libglvnd", "libglvnd", "mesa-gl"),
    "libEGL.so.1": _Packages("libegl1", "libglvnd-egl", "libglvnd", "libglvnd", "mesa-egl"),
    "libxcb.so.1": _Packages("libxcb1", "libxcb", "libxcb1", "libxcb", "libxcb"),
    "libxcb-cursor.so.0": _Packages(
        "libxcb-cursor0", "xcb-util-cursor", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"
    ),
    "libxcb-icccm.so.4": _Packages(
        "libxcb-icccm4", "xcb-util-wm", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"
    ),
    "libxcb-image.so.0": _Packages(
        "libxcb-image0", "xcb-util-image", "libxcb-image0", "xcb-util-image", "xcb-util-image"
    ),
    "libxcb-keysyms.so.1": _Packages(
        "libxcb-keysyms1",
        "xcb-util-keysyms",
        "libxcb-keysyms1",
        "xcb-util-keysyms",
        "xcb-util-keysyms",
    ),
    "libxcb-render-util.so.0": _Packages(
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxkbcommon-x11.so.0": _Packages(
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon",
    ),
}
# How each family installs, and the distributions that say they are of it (os-release).
_COMMANDS = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "zypper": "sudo zypper install",
    "pacman": "sudo pacman -S",
    "apk": "sudo apk add",
}
_FAMILIES = {
    **dict.fromkeys(("debian", "ubuntu", "linuxmint", "raspbian"), "apt"),
    **dict.fromkeys(("fedora", "rhel", "centos"), "dnf"),
    **dict.fromkeys(("suse", "opensuse", "sles"), "zypper"),
    **dict.fromkeys(("arch", "archlinux", "manjaro"), "pacman"),
    "alpine": "apk",
}
# A Fedora whose system is one image is added to in another way.
_IMAGE, _IMAGE_COMMAND = "OSTREE_VERSION", "sudo rpm-ostree install"


def install_command(release: Mapping[str, str], missing: Iterable[str]) -> str:
    """The one command that brings the `missing` libraries to the distribution that /etc/os-release
    describes; "" where the distribution, or one of the libraries, is not known."""
    names = (release.get("ID", ""), *release.get("ID_LIKE", "").split())
    family = next((_FAMILIES[name] for name in names if name in _FAMILIES), "")
    wanted = list(missing)
    if not family or not all(name in _PACKAGES for name in wanted):
        return ""
    packages = dict.fromkeys(str(getattr(_PACKAGES[name], family)) for name in wanted)
    image = family == "dnf" and _IMAGE in release
    command = _IMAGE_COMMAND if image else _COMMANDS[family]
    return f"{command} {' '.join(packages)}"
