"""Leaves out of the frozen program what it does not need, by an explicit list that must be true.

The list is left_out.toml. An item in it that is not there any more is an error: a list that nobody
has to keep up soon describes another program.
"""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

LIST = Path(__file__).with_name("left_out.toml")

# PyInstaller's own: the name inside the folder, where the file is, what kind it is.
Entry = tuple[str, str, str]


class Stale(Exception):
    """The list names something that is not there; the text says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are left out on `systems`: glob patterns of names inside, `/` between folders.

    What `keep` matches stays although a path matches it.
    """

    paths: tuple[str, ...]
    systems: tuple[str, ...]
    keep: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """True if the file called `name` is left out."""
        return _matches(name, self.paths) and not _matches(name, self.keep)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The whole list: Python modules, PyInstaller's runtime hooks, and files."""

    modules: tuple[str, ...]
    parts: tuple[Part, ...]
    hooks: tuple[str, ...] = ()

    def for_system(self, system: str) -> tuple[Part, ...]:
        """The files that are left out on one system."""
        return tuple(part for part in self.parts if system in part.systems)


def read(file: Path = LIST) -> LeftOut:
    """The list as it stands in `file`."""
    data = tomllib.loads(file.read_text("utf-8"))
    modules = [name for group in data["modules"] for name in group["names"]]
    parts = tuple(
        Part(tuple(part["paths"]), tuple(part["on"]), tuple(part.get("keep", ())))
        for part in data.get("files", ())
    )
    hooks = [name for group in data.get("hooks", ()) for name in group["names"]]
    return LeftOut(tuple(modules), parts, tuple(hooks))


def check_modules(names: Iterable[str]) -> None:
    """Raises Stale if a module that is left out does not exist in this Python."""
    gone = [name for name in names if not _exists(name)]
    if gone:
        raise Stale(f"{LIST.name} names modules that do not exist: {', '.join(gone)}")


def without(entries: Sequence[Entry], parts: Iterable[Part]) -> list[Entry]:
    """The entries that stay. Raises Stale if a pattern of `parts` matches none of them."""
    parts = tuple(parts)
    names = [_inside(entry) for entry in entries]
    patterns = [pattern for part in parts for pattern in (*part.paths, *part.keep)]
    gone = [pattern for pattern in patterns if not any(fnmatchcase(n, pattern) for n in names)]
    if gone:
        raise Stale(f"{LIST.name} names files that are not there: {', '.join(gone)}")
    return [
        entry
        for entry, name in zip(entries, names, strict=True)
        if not any(part.takes(name) for part in parts)
    ]


def without_hooks(scripts: Sequence[Entry], hooks: Sequence[str]) -> list[Entry]:
    """The scripts that a program runs at its start, without `hooks`. Raises Stale if one of them
    is not among the scripts."""
    gone = set(hooks) - {entry[0] for entry in scripts}
    if gone:
        raise Stale(f"{LIST.name} names hooks that are not there: {', '.join(sorted(gone))}")
    return [entry for entry in scripts if entry[0] not in hooks]


def _inside(entry: Entry) -> str:
    return entry[0].replace("\\", "/")


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _exists(name: str) -> bool:
    """Python knows a module of its own library also where this build of it lacks it: the
    embeddable Python has no tkinter, Windows no readline."""
    if name in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
