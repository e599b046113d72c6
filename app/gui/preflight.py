"""What must be there before Qt is even imported: Qt aborts instead of raising an error.

Only looks and says what is missing; installing it is for the person, with the command given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.i18n import _
from app.platforms.window_needs import install_command, window_needs

_RELEASE = Path("/etc/os-release")
_NOT_FOUND = re.compile(r"(lib[^\s:/]+\.so[.\d]*): cannot open shared object file")


def loadable(name: str) -> bool:
    """Whether the system can load the library `name`."""
    import ctypes  # not at the top: only Linux is asked, and a start has no time for it

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def window_trouble(
    family: str, environ: Mapping[str, str], loads: Callable[[str], bool] = loadable
) -> str:
    """Why no window can be opened here, with a remedy; "" if nothing speaks against it
    (packaging §2, "Missing libraries")."""
    chosen = environ.get("QT_QPA_PLATFORM", "")
    needs = window_needs(family)
    on_screen = chosen.partition(":")[0] in ("", "xcb", "wayland")
    libraries = (*needs.libraries, *(needs.screen_libraries if on_screen else ()))
    missing = [name for name in libraries if not loads(name)]
    if missing:
        return missing_libraries(missing, distribution())
    variables = needs.screen_variables
    if on_screen and not chosen and variables and not any(environ.get(v) for v in variables):
        return _(
            "Seedbed cannot open its window: this session has no screen.\n"
            "Start it from the desktop, or use it without a window:  seedbed install"
        )
    return ""


def library_in(error: ImportError) -> str:
    """The library of the system that an import could not find; "" where it failed otherwise."""
    found = _NOT_FOUND.search(str(error))
    return found[1] if found else ""


def missing_libraries(names: Sequence[str], release: Mapping[str, str]) -> str:
    """What to tell: the one command for this distribution, else the names of the libraries."""
    command = install_command(release, names)
    if command:
        return _(
            "Seedbed cannot open its window: system libraries are missing.\n"
            "Install them with:  {command}\n"
            "Or use it without a window:  seedbed install"
        ).format(command=command)
    return _(
        "Seedbed cannot open its window: system libraries are missing.\n"
        "Install the packages that bring:  {names}\n"
        "Or use it without a window:  seedbed install"
    ).format(names=" ".join(names))


def distribution() -> Mapping[str, str]:
    """What this Linux calls itself; read only where something is missing, for it takes time."""
    from app.platforms.linux_facts import os_release, text_of

    return os_release(text_of(_RELEASE))
