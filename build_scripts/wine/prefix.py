"""A Wine prefix: where Windows programs are run, and how their words come back.

Wine takes QT_* variables away from programs, hides a standard input that is closed badly, and
prints warnings of its own unless told not to (packaging §5).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import captured

from wine import libraries, windows_python

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".cache" / "wine"
# What is needed, by the program that tells whether it is there.
PACKAGES = {
    "wine": "wine",
    "wine64": "wine64",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "makensis": "nsis",
}
_LOADERS = ("wine64", "/usr/lib/wine/wine64")
_DESKTOP = 4.0  # seconds until it is there
# Ours are taken before Wine's own where a library has both.
_OVERRIDES = "HKCU\\Software\\Wine\\DllOverrides"
_KEPT = ("PATH", "DISPLAY")


class NoWine(Exception):
    """Windows programs cannot be run on this machine; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Wine:
    """One prefix; `variables` are added to those that every program in it gets."""

    prefix: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, prefix: Path = FOLDER / "prefix") -> Wine:
        """The prefix, made first if it is not there (about ten seconds). Raises NoWine."""
        wine = cls(prefix)
        if not (prefix / "system.reg").exists():
            prefix.parent.mkdir(parents=True, exist_ok=True)
            wine.run(["wineboot", "-i"])
            wine.run(["winecfg", "-v", "win10"])
            wine.end()
        if f'"{libraries.RUNTIME}"="native,builtin"' not in wine.registry():
            override = ["reg", "add", _OVERRIDES, "/v", libraries.RUNTIME]
            wine.run([*override, "/d", "native,builtin", "/f"])
            wine.end()
        try:
            libraries.complete(wine.drive / "windows" / "system32")
        except libraries.NoCompiler as error:
            raise NoWine(f"{error}: apt-get install {' '.join(PACKAGES.values())}") from error
        return wine

    def registry(self) -> str:
        """What is written down for the person who runs it."""
        file = self.prefix / "user.reg"
        return file.read_text("utf-8", errors="replace") if file.is_file() else ""

    @property
    def drive(self) -> Path:
        """What programs see as C:."""
        return self.prefix / "drive_c"

    def with_variables(self, **variables: str) -> Wine:
        """The same prefix with more variables."""
        return Wine(self.prefix, {**self.variables, **variables})

    def environment(self) -> dict[str, str]:
        """What a program is started with."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own = {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "HOME": str(FOLDER),
            # Else names of files that are not ASCII cannot be seen by Windows programs.
            "LANG": "C.UTF-8",
        }
        return {**kept, **own, **self.variables}

    def run(
        self, command: Sequence[str | Path], cwd: Path | None = None, timeout: float = 900
    ) -> captured.Ended:
        """Run a Windows program to its end. Raises NoWine, and subprocess.TimeoutExpired."""
        return captured.run([loader(), *command], self.environment(), cwd, timeout)

    def path(self, file: Path) -> str:
        """What Windows programs call a file of ours."""
        inside = self.drive.resolve()
        real = file.resolve()
        if real.is_relative_to(inside):
            return "C:\\" + str(real.relative_to(inside)).replace("/", "\\")
        return "Z:" + str(real).replace("/", "\\")

    @contextmanager
    def kept(self, screen: Mapping[str, str]) -> Iterator[None]:
        """Keep Windows and its desktop running meanwhile, on the `screen` that these variables
        name, by a window: to start them anew takes each program two seconds."""
        with subprocess.Popen(
            [loader(), "notepad.exe"], env={**self.environment(), **screen},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as window:  # fmt: skip
            time.sleep(_DESKTOP)
            try:
                yield
            finally:
                window.kill()
                self.end()

    def end(self) -> None:
        """Write the registry and end what runs in the prefix."""
        self._server("-k")
        self._server("-w")
        time.sleep(0.2)  # its last writes

    def _server(self, *words: str) -> None:
        server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        subprocess.run(
            [server, *words], env=self.environment(), check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def loader() -> str:
    """The program that runs 64-bit Windows programs. Raises NoWine."""
    for name in _LOADERS:
        found = shutil.which(name)
        if found:
            return found
    raise NoWine(f"Wine is missing: apt-get install {' '.join(PACKAGES.values())}")


def missing_packages() -> list[str]:
    """What of that this machine lacks, as Debian calls it."""
    there = {"wine64"} if any(shutil.which(name) for name in _LOADERS) else set()
    there |= {program for program in PACKAGES if shutil.which(program)}
    return [package for program, package in PACKAGES.items() if program not in there]


def python() -> Path:
    """The Python for Windows with everything that packaging needs. Raises NoWine."""
    try:
        return windows_python.make(FOLDER / "python")
    except windows_python.NoWindowsPython as error:
        raise NoWine(str(error)) from error
