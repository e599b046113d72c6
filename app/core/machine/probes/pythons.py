"""Condas and Pythons that are already on this computer. They are looked at and left alone."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.core.conda.commands import CondaAt, answer, is_healthy
from app.core.machine.facts import PythonFound
from app.core.shell import Finished, Shell
from app.errors import CommandFailed
from app.platforms.base import Command, Platform

_INFO_SECONDS = 20.0
_VERSION_SECONDS = 10.0
_AT_ONCE = 3
_MOST_CONDAS = 6
_MOST_PYTHONS = 4
_PYTHON_NAMES = ("python3", "python")
_CONDA_NAMES = ("conda", "mamba", "python3", "python")
_CONDA_RECORD = re.compile(r"conda-(?P<version>\d+(?:\.\d+)+[^-]*)-[^-]+\.json")
_VERSION = re.compile(r"\d+\.\d+\.\d+\S*")
_PRINT_VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


@dataclass(frozen=True, slots=True)
class _Looker:
    """What is needed to look at one installation."""

    platform: Platform
    shell: Shell
    home: Path
    environ: Mapping[str, str]
    private_home: Path


def find_pythons(
    platform: Platform, shell: Shell, home: Path, environ: Mapping[str, str]
) -> tuple[PythonFound, ...]:
    """Every conda, then every Python on PATH outside of them; most telling ones only."""
    with tempfile.TemporaryDirectory(prefix="seedbed-", ignore_cleanup_errors=True) as folder:
        looker = _Looker(platform, shell, home, environ, Path(folder))
        bases = list(dict.fromkeys(_bases(looker)))[:_MOST_CONDAS]
        paths = [path for path in _pythons_on_path(looker) if not _is_inside(path, bases)]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="look at python") as pool:
            condas = pool.map(partial(_conda, looker), bases)
            pythons = pool.map(partial(_python, looker), paths[:_MOST_PYTHONS])
            return (*condas, *pythons)


def _bases(looker: _Looker) -> Iterator[Path]:
    for place in _conda_candidates(looker):
        base = base_of(place)
        if base is not None:
            yield base


def _conda_candidates(looker: _Looker) -> Iterator[Path]:
    yield from looker.platform.conda_places(looker.home, looker.environ)
    for name in ("CONDA_EXE", "CONDA_PYTHON_EXE"):
        if looker.environ.get(name):
            yield from list(Path(looker.environ[name]).parents)[:2]
    for name in ("CONDA_PREFIX", "CONDA_ROOT", "_CONDA_ROOT"):
        if looker.environ.get(name):
            yield Path(looker.environ[name])
    for folder in _path_folders(looker.environ):
        if any(shutil.which(name, path=str(folder)) for name in _CONDA_NAMES):
            yield from (folder, folder.parent)
    yield from registered(looker.home / ".conda" / "environments.txt")


def registered(path: Path) -> tuple[Path, ...]:
    """The prefixes in conda's own list of environments."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(Path(line.strip()) for line in lines if line.strip())


def base_of(place: Path) -> Path | None:
    """The conda installation at `place`, or the one whose environment it is; None for neither."""
    for folder in (place, place.parent.parent if place.parent.name == "envs" else place):
        try:
            if is_base(folder):
                return folder.resolve()
        except (OSError, ValueError):
            return None
    return None


def is_base(folder: Path) -> bool:
    """Whether a folder holds a conda installation: records, and a conda to start."""
    return (folder / "conda-meta").is_dir() and (
        (folder / "condabin").is_dir()
        or (folder / "bin" / "conda").is_file()
        or (folder / "Scripts" / "conda.exe").is_file()
    )


def _conda(looker: _Looker, base: Path) -> PythonFound:
    """One conda; `trouble` is "no_python", "silent", "does_not_start" or ""."""
    version = recorded_version(base)
    writable = os.access(base / "conda-meta", os.W_OK)
    if not looker.platform.python_in(base).is_file():
        return PythonFound("conda", str(base), version, False, "no_python", writable)
    command = CondaAt(looker.platform, base, looker.private_home).info()
    finished = _run(looker.shell, command, _INFO_SECONDS)
    if finished is None:
        return PythonFound("conda", str(base), version, False, "silent", writable)
    said = answer(finished)
    healthy = is_healthy(finished, base)
    return PythonFound(
        kind="conda",
        prefix=str(base),
        version=str(said.get("conda_version") or version),
        healthy=healthy,
        trouble="" if healthy else "does_not_start",
        writable=bool(said.get("root_writable", writable)),
    )


def recorded_version(base: Path) -> str:
    """conda's version by its record in the base, "" without one."""
    names = (path.name for path in (base / "conda-meta").glob("conda-*.json"))
    found = (match["version"] for name in names if (match := _CONDA_RECORD.fullmatch(name)))
    return max(found, default="")


def _pythons_on_path(looker: _Looker) -> Iterator[Path]:
    seen: set[Path] = set()
    for folder in _path_folders(looker.environ):
        names = (shutil.which(name, path=str(folder)) for name in _PYTHON_NAMES)
        found = next((Path(name) for name in names if name), None)
        if found is None:
            continue
        real = found if looker.platform.is_stub_python(found) else _real(found)
        if real not in seen:
            seen.add(real)
            yield found


def _python(looker: _Looker, path: Path) -> PythonFound:
    """One Python; `trouble` is "stub", "silent", "does_not_start" or ""."""
    if looker.platform.is_stub_python(path):
        return PythonFound("python", str(path), "", False, "stub", False)
    command = Command((str(path), "-I", "-c", _PRINT_VERSION))
    finished = _run(looker.shell, command, _VERSION_SECONDS)
    if finished is None:
        return PythonFound("python", str(path), "", False, "silent", False)
    found = _VERSION.search(finished.stdout)
    if finished.returncode != 0 or found is None:
        return PythonFound("python", str(path), "", False, "does_not_start", False)
    return PythonFound("python", str(path), found.group(), True, "", os.access(path, os.W_OK))


def _run(shell: Shell, command: Command, seconds: float) -> Finished | None:
    try:
        return shell.run(command, timeout=seconds)
    except CommandFailed:
        return None


def _path_folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    entries = (entry.strip().strip('"') for entry in environ.get("PATH", "").split(os.pathsep))
    return tuple(dict.fromkeys(Path(entry) for entry in entries if entry))


def _is_inside(path: Path, bases: list[Path]) -> bool:
    return any(_real(path).is_relative_to(base) for base in bases)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path
