"""Everything that Windows, macOS and Linux do differently. The only place that asks which one."""

from __future__ import annotations

import sys

from app.platforms.base import Platform
from app.platforms.linux import Linux
from app.platforms.macos import MacOS
from app.platforms.windows import Windows

_ALL: dict[str, type[Platform]] = {kind.family: kind for kind in (Linux, MacOS, Windows)}
_FAMILIES = {"win32": Windows.family, "cygwin": Windows.family, "darwin": MacOS.family}


def current() -> Platform:
    """The platform this program runs on; anything that is not Windows or macOS counts as Linux."""
    return named(_FAMILIES.get(sys.platform, Linux.family))


def named(family: str) -> Platform:
    """The platform called "windows", "macos" or "linux". Raises ValueError for another name."""
    kind = _ALL.get(family)
    if kind is None:
        raise ValueError(f"no such platform: {family!r}")
    return kind()
