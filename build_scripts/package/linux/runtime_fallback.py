"""Runs in the packaged program before anything of Qt is loaded: loads what the system lacks.

PyInstaller's runtime hook; standard library only. What is carried, and why, is in
host_libraries.py.
"""

import ctypes
import os
import sys

_FOLDER = os.path.join(sys._MEIPASS, "fallback")  # type: ignore[attr-defined]  # noqa: PTH118
_NAMES = (
    "libgcc_s.so.1", "libstdc++.so.6", "libmd.so.0", "libbsd.so.0", "libXau.so.6",
    "libXdmcp.so.6", "libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1",
    "libEGL.so.1", "libwayland-client.so.0", "libwayland-cursor.so.0",
)  # fmt: skip


def _load_missing() -> None:
    for name in _NAMES:
        try:
            ctypes.CDLL(name)
        except OSError:
            try:
                ctypes.CDLL(os.path.join(_FOLDER, name), ctypes.RTLD_GLOBAL)  # noqa: PTH118
            except OSError as error:
                sys.stderr.write(f"{name}: {error}\n")


_load_missing()
