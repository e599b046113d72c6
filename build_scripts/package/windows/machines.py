"""Where the programs for Windows are frozen and tried: on a Windows, or in Wine.

What Wine is and how its Python is made is the business of the room `wine`.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import embeddable
from wine import prefix
from wine.prefix import NoWine, Wine

from package.freezing import Machine, PackagingFailed, this_machine

# Without these a program on Windows cannot even find its own system.
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA",
         "LOCALAPPDATA", "PROGRAMDATA", "TEMP", "TMP", "NUMBER_OF_PROCESSORS",
         "PROCESSOR_ARCHITECTURE")  # fmt: skip


def _running_anyway(_variables: Mapping[str, str]) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Starter:
    """How a Windows program is started from here: what stands before its name, with which
    variables, what it calls a file of ours, and which folder holds everything it writes."""

    before: tuple[str, ...]
    environment: Mapping[str, str]
    path: Callable[[Path], str]
    drive: Path
    # Inside it, with the variables of a screen, programs start as on a system that is running.
    running: Callable[[Mapping[str, str]], AbstractContextManager[None]] = _running_anyway

    def command(self, program: Path, *words: str) -> tuple[str, ...]:
        """The arguments that start `program`."""
        return (*self.before, self.path(program), *words)


def windows() -> tuple[Machine, Starter]:
    """Where to freeze, and how to start what comes of it. Raises PackagingFailed."""
    if os.name == "nt":
        return this_machine(), _natively()
    try:
        wine = Wine.make()
        python = prefix.python()
    except NoWine as error:
        raise PackagingFailed(str(error)) from error
    machine = Machine(
        system="windows",
        python=python,
        run=_runner(wine),
        path=wine.path,
        packages=python.parent / "Lib" / "site-packages",
        version=embeddable.VERSION,
    )
    return machine, in_wine(wine)


def in_wine(wine: Wine) -> Starter:
    """How programs are started in one prefix."""
    return Starter((prefix.loader(),), wine.environment(), wine.path, wine.drive, wine.kept)


def _natively() -> Starter:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    system = str(Path(kept.get("SYSTEMROOT", r"C:\Windows")) / "System32")
    return Starter((), {**kept, "PATH": system}, str, Path(Path.cwd().anchor))


def _runner(wine: Wine) -> Callable[[Sequence[str], Mapping[str, str]], tuple[int, str]]:
    def run(command: Sequence[str], variables: Mapping[str, str]) -> tuple[int, str]:
        try:
            ended = wine.with_variables(**variables).run(command)
        except subprocess.TimeoutExpired as error:
            return 1, str(error)
        return ended.code, ended.out + ended.err

    return run
