"""Makes a frozen folder on Linux small: libraries nobody loads any more go, debugging data too.

What is left out on purpose stands in left_out.toml; here only its consequences are drawn.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_ELF = b"\x7fELF"
# Qt's own libraries come stripped; to touch them gains nothing and has broken some before.
_NOT_STRIPPED = "PySide6"
# Loaded by name when the program runs, so that no other library names them.
_LOADED_BY_NAME = ("libpython",)


def prune(folder: Path) -> list[Path]:
    """Remove the shared libraries in `folder` that nothing in it needs; returns what went.

    Python's modules, Qt's plugins and programs are there for themselves; a library is there for
    what names it (packaging §2).
    """
    files = elf_files(folder)
    libraries = {path.name: path for path in files if is_library(path)}
    reached = {path for path in files if path not in libraries.values()}
    todo = list(reached)
    while todo:
        wanted = (libraries.get(name) for name in needed_by(todo.pop()))
        new = {path for path in wanted if path is not None} - reached
        reached |= new
        todo += new
    orphans = [path for path in libraries.values() if path not in reached]
    for path in orphans:
        path.unlink()
    _drop_dead_links(folder)
    return orphans


def strip(folder: Path) -> None:
    """Remove debugging data from everything that is not Qt's. Raises CalledProcessError."""
    files = [path for path in elf_files(folder) if _NOT_STRIPPED not in path.parts]
    # The two programs carry their Python at their end, and strip would cut it off.
    inside = [str(path) for path in files if path.parent != folder]
    subprocess.run(["strip", "--strip-unneeded", *inside], check=True)


def elf_files(folder: Path) -> list[Path]:
    """Every program and library in `folder`, links left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in paths if _is_elf(path)]


def is_library(path: Path) -> bool:
    """True for what others link to; Python's modules and Qt's plugins are loaded by their path."""
    name = path.name
    if name.startswith(_LOADED_BY_NAME) or "plugins" in path.parts:
        return False
    return name.startswith("lib") and ".so" in name and "lib-dynload" not in path.parts


def needed_by(path: Path) -> Iterable[str]:
    """The names of the libraries that one file is linked to."""
    done = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True)
    return _NEEDED.findall(done.stdout)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ELF


def _drop_dead_links(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()
