"""Readers of the files in which Linux describes itself. Nothing is judged here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from app.platforms.posix import c_library

_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}
_DISPLAY_CLASS = "0x03"
_DOCUMENTS = re.compile(r'^\s*XDG_DOCUMENTS_DIR="(?P<path>[^"]+)"', re.MULTILINE)
_PROCESSOR = re.compile(r"^(?:model name|Model|Processor)\s*:\s*(?P<name>.+)$", re.MULTILINE)


def text_of(path: Path) -> str:
    """The text of a small file, "" where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def os_release(text: str) -> dict[str, str]:
    """The entries of an os-release file; broken lines are passed over."""
    return dict(_entries(text))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if not equals or not name or name.startswith("#"):
            continue
        try:
            yield name, " ".join(shlex.split(value))
        except ValueError:
            yield name, value.strip("\"'")


def libc() -> str:
    """The C library, e.g. "glibc 2.36" or "musl"; "" where it is neither."""
    try:
        ask = c_library().gnu_get_libc_version
    except (OSError, AttributeError):
        return "musl" if any(Path("/lib").glob("ld-musl-*")) else ""
    import ctypes

    ask.restype = ctypes.c_char_p
    version = ask()
    return f"glibc {version.decode()}" if version else ""


def is_wsl(kernel_release: str) -> bool:
    """Whether a kernel's release text is one of Windows' Linux."""
    return "microsoft" in kernel_release.lower()


def processor_name(cpuinfo: str) -> str:
    """The processor's name in /proc/cpuinfo, "" where it has none."""
    found = _PROCESSOR.search(cpuinfo)
    return found["name"].strip() if found else ""


def documents_in(user_dirs: str, home: Path) -> Path | None:
    """The documents folder that user-dirs.dirs names, None without one."""
    found = _DOCUMENTS.search(user_dirs)
    if found is None:
        return None
    path = found["path"].replace("$HOME", str(home), 1)
    return Path(path) if path.startswith("/") and path.rstrip("/") != str(home) else None


def graphics_cards(devices: Path) -> tuple[str, ...]:
    """Vendors of the graphics cards among PCI devices, with or without a driver."""
    if not devices.is_dir():
        return ()
    return tuple(
        _VENDORS.get(vendor, vendor)
        for device in sorted(devices.iterdir())
        if text_of(device / "class").startswith(_DISPLAY_CLASS)
        and (vendor := text_of(device / "vendor").strip())
    )


def switched_off(text: str, key: str) -> bool:
    """Whether a settings file of a desktop gives `key` the value 0 or false."""
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip() == key:
            return value.strip().lower() in ("0", "0.0", "false")
    return False
