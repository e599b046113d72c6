"""What must be there before a window can be opened, by system; asked before all else is loaded.

Whether it is there, and what to tell the person, is the window's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})


class WindowNeeds(NamedTuple):
    """The packages by the library that they bring.

    `screen_libraries` and `screen_variables` matter only where there is a real screen.
    """

    libraries: Mapping[str, str] = _NOTHING
    screen_libraries: Mapping[str, str] = _NOTHING
    screen_variables: tuple[str, ...] = ()
    install_command: str = ""


def window_needs(family: str) -> WindowNeeds:
    """What a system needs: "windows" and "macos" bring everything themselves."""
    return _LINUX if family == "linux" else WindowNeeds()


# Qt needs the first two even without a screen (packaging §2).
_LINUX = WindowNeeds(
    libraries={"libGL.so.1": "libgl1", "libEGL.so.1": "libegl1"},
    screen_libraries={
        "libxcb.so.1": "libxcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    screen_variables=("DISPLAY", "WAYLAND_DISPLAY"),
    install_command="sudo apt install",
)
