"""What tells two starts of the window apart: whose desktop this is, and who holds a file.

Loaded before all else that a window needs, so it stands outside Platform and imports little.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_LONGEST_NAME = 100
_USUAL = "._-"
_ANY_PROCESS = -1
_LOCKED_BY_ANOTHER = 33  # ERROR_LOCK_VIOLATION


def desktop_name(environ: Mapping[str, str]) -> str:
    """This computer, person and desktop, as one file name.

    A home folder may be seen by several computers, and one person may have several desktops (a
    second screen server, a remote session): a window on another one would never be found.
    """
    name = "_".join(_parts(environ))[:_LONGEST_NAME]
    return "".join(
        char if (char.isascii() and char.isalnum()) or char in _USUAL else "-" for char in name
    )


def _parts(environ: Mapping[str, str]) -> tuple[str, ...]:
    if sys.platform == "win32":
        names = tuple(environ.get(name, "") for name in ("COMPUTERNAME", "USERNAME"))
        return (*names, str(_windows_session()))
    screen = environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY", "")
    # macOS has one desktop for each person; a DISPLAY there is that of another program.
    return (os.uname().nodename, str(os.getuid()), "" if sys.platform == "darwin" else screen)


def _windows_session() -> int:
    if sys.platform != "win32":
        return 0
    import ctypes

    kernel, number = ctypes.WinDLL("kernel32"), ctypes.c_ulong()
    kernel.ProcessIdToSessionId(kernel.GetCurrentProcessId(), ctypes.byref(number))
    return number.value


def hold(file: int) -> bool:
    """Hold an open file for this process alone; False where another process holds it.

    The system lets go of it when the process ends, however it ends. Raises OSError where the
    file's drive knows no such thing.
    """
    if sys.platform == "win32":
        return _hold_on_windows(file)
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _hold_on_windows(file: int) -> bool:
    """Asked of Windows itself: C's own function for it does not tell the reason everywhere."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    if kernel.LockFile(ctypes.c_void_p(msvcrt.get_osfhandle(file)), 0, 0, 1, 0):
        return True
    reason = ctypes.get_last_error()
    if reason == _LOCKED_BY_ANOTHER:
        return False
    raise ctypes.WinError(reason)


def let_others_come_forward() -> None:
    """Allow another process to bring its window to the front: Windows lets only the program that
    the person has just started do that."""
    if sys.platform == "win32":
        import ctypes

        ctypes.WinDLL("user32").AllowSetForegroundWindow(_ANY_PROCESS)
