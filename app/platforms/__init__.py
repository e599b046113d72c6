"""Everything that Windows, macOS and Linux do differently. The only place that asks which one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.platforms.base import Platform

_FAMILIES = {"win32": "windows", "cygwin": "windows", "darwin": "macos"}


def current() -> Platform:
    """The platform this program runs on; anything that is not Windows or macOS counts as Linux."""
    return named(this_family())


def this_family() -> str:
    """The name of the platform this program runs on."""
    return _FAMILIES.get(sys.platform, "linux")


def named(family: str) -> Platform:
    """The platform called "windows", "macos" or "linux". Raises ValueError for another name.

    Only that one is loaded: a start has no time for the other two.
    """
    match family:
        case "linux":
            from app.platforms.linux import Linux

            return Linux()
        case "macos":
            from app.platforms.macos import MacOS

            return MacOS()
        case "windows":
            from app.platforms.windows import Windows

            return Windows()
        case _:
            raise ValueError(f"no such platform: {family!r}")
