"""What must be there before Qt is even imported: Qt aborts instead of raising an error.

Only looks and says what is missing; installing it is for the person, with the command given.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping

from app.i18n import _
from app.platforms.window_needs import window_needs


def loadable(name: str) -> bool:
    """Whether the system can load the library `name`."""
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
    libraries = {**needs.libraries, **(needs.screen_libraries if on_screen else {})}
    missing = {package: None for name, package in libraries.items() if not loads(name)}
    if missing:
        return _(
            "Seedbed cannot open its window: system libraries are missing.\n"
            "Install them with:  {command} {packages}\n"
            "Or use it without a window:  seedbed install"
        ).format(command=needs.install_command, packages=" ".join(missing))
    variables = needs.screen_variables
    if on_screen and not chosen and variables and not any(environ.get(v) for v in variables):
        return _(
            "Seedbed cannot open its window: this session has no screen.\n"
            "Start it from the desktop, or use it without a window:  seedbed install"
        )
    return ""
