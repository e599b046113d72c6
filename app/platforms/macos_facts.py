"""How to ask macOS about itself: its kernel, its property lists, its power manager.

Everything here raises OSError, or answers "", where it is asked on another system.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import platform
import plistlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.platforms.posix import c_library

_SYSTEM = Path("/System/Library/CoreServices")
# The first tells the truth even to programs built for an old system (failures F53).
_VERSION_FILES = (".SystemVersionPlatform.plist", "SystemVersion.plist")
_UTF8 = 0x08000100
_LEVEL_ON = 255


def version() -> str:
    """The version, e.g. "14.5"; 10.16 stands for 11 or newer. Raises OSError if unknown."""
    for name in _VERSION_FILES:
        found = version_in(_SYSTEM / name)
        if found:
            return found
    found = platform.mac_ver()[0]
    if not found:
        raise OSError("this system does not call itself macOS")
    return found


def version_in(path: Path) -> str:
    """The version in a SystemVersion property list, "" where it says nothing."""
    try:
        data = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, plistlib.InvalidFileException):
        return ""
    return str(data.get("ProductVersion", "")) if isinstance(data, dict) else ""


def languages_in(path: Path) -> tuple[str, ...]:
    """The languages in the global preferences, best first; empty where they say nothing."""
    try:
        data = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, plistlib.InvalidFileException):
        return ()
    found = data.get("AppleLanguages") if isinstance(data, dict) else None
    return tuple(map(str, found)) if isinstance(found, list) else ()


def is_apple_silicon() -> bool:
    """Whether the processor is Apple's, also when this program runs in Rosetta (failures F32)."""
    return sysctl_number("hw.optional.arm64") == 1


def sysctl_number(name: str) -> int | None:
    """A number that the kernel knows under `name`, None where it does not."""
    data = _sysctl(name, 8)
    return int.from_bytes(data, "little") if data else None


def sysctl_text(name: str) -> str:
    """A text that the kernel knows under `name`, "" where it does not."""
    return (_sysctl(name, 256) or b"").split(b"\0")[0].decode("utf-8", "replace")


def _sysctl(name: str, size: int) -> bytes | None:
    try:
        ask = c_library().sysctlbyname
    except AttributeError as error:
        raise OSError("no sysctlbyname on this system") from error
    buffer = ctypes.create_string_buffer(size)
    length = ctypes.c_size_t(size)
    failed = ask(name.encode(), buffer, ctypes.byref(length), None, ctypes.c_size_t(0))
    return None if failed else buffer.raw[: length.value]


def proxies() -> dict[str, str]:
    """The proxies in the network settings, by scheme."""
    try:
        found = importlib.import_module("_scproxy")._get_proxies()
    except ImportError as error:
        raise OSError("no network settings to ask on this system") from error
    return proxies_in(found)


def proxies_in(settings: Mapping[str, Any]) -> dict[str, str]:
    """What is usable among the settings that Python's macOS module hands out."""
    return {str(scheme): str(address) for scheme, address in settings.items() if address}


@contextmanager
def keep_awake() -> Iterator[None]:
    """Hold a power assertion while the work runs; where that is refused, just do the work."""
    release = None
    try:
        release = _assertion("Seedbed is setting up an environment")
    except (OSError, AttributeError):
        release = None
    try:
        yield
    finally:
        if release is not None:
            power, number = release
            power.IOPMAssertionRelease(number)


def _assertion(reason: str) -> tuple[ctypes.CDLL, ctypes.c_uint32] | None:
    power, core = _framework("IOKit"), _framework("CoreFoundation")
    make = core.CFStringCreateWithCString
    make.restype = ctypes.c_void_p
    make.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
    kind, why = (
        ctypes.c_void_p(make(None, text.encode(), _UTF8))
        for text in ("PreventUserIdleSystemSleep", reason)
    )
    number = ctypes.c_uint32(0)
    create = power.IOPMAssertionCreateWithName
    failed = create(kind, ctypes.c_uint32(_LEVEL_ON), why, ctypes.byref(number))
    for text in (kind, why):
        core.CFRelease(text)
    return None if failed else (power, number)


def _framework(name: str) -> ctypes.CDLL:
    path = f"/System/Library/Frameworks/{name}.framework/{name}"
    return ctypes.CDLL(path)
