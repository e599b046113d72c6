"""Finds what has to be signed inside Seedbed.app, innermost first.

With which identity and which words is steps.py's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# Mach-O for one processor, and for several; 64 bits in either order of bytes.
_MAGIC = (b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")


def libraries(app: Path) -> list[Path]:
    """Every library that stands for itself: Python's modules, Qt's plugins, shared libraries."""
    return sorted(path for path in _code(app) if not _in_framework(path, app))


def frameworks(app: Path) -> list[Path]:
    """The version folders of all frameworks, which are signed as a whole; the deepest first."""
    found = {_version_folder(path) for path in _code(app) if _in_framework(path, app)}
    return sorted(found, key=lambda path: (-len(path.parts), path))


def is_code(path: Path) -> bool:
    """Whether the file is a program or library of macOS."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def _code(app: Path) -> Iterator[Path]:
    """The real files with code in them, without the programs, which are signed apart."""
    programs = app / "Contents" / "MacOS"
    for path in app.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.parent != programs and is_code(path):
            yield path


def _in_framework(path: Path, app: Path) -> bool:
    return any(part.endswith(".framework") for part in path.relative_to(app).parts)


def _version_folder(path: Path) -> Path:
    """X.framework/Versions/A of any file in it; X.framework where there are no versions."""
    versions = (folder for folder in path.parents if folder.parent.name == "Versions")
    whole = next(folder for folder in path.parents if folder.name.endswith(".framework"))
    return next(versions, whole)
