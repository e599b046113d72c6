"""Somebody who has an account on the Windows of the tests, and starts programs on it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import captured
from wine.prefix import ROOT, Wine, loader

# Wine names the account itself, so a first program sets what Windows would, and starts the other.
_LOG_IN = """
import os, subprocess, sys
name = sys.argv[1]
home = "C:\\\\users\\\\" + name
local = home + "\\\\AppData\\\\Local"
os.environ.update(
    USERNAME=name, USERPROFILE=home, HOMEDRIVE="C:", HOMEPATH=home[2:], LOCALAPPDATA=local,
    APPDATA=home + "\\\\AppData\\\\Roaming", TEMP=local + "\\\\Temp", TMP=local + "\\\\Temp",
    SEEDBED_HOME=local + "\\\\Seedbed",
)
os.makedirs(os.environ["TEMP"], exist_ok=True)
sys.exit(subprocess.call(sys.argv[2:]))
"""


@dataclass(frozen=True)
class Person:
    """An account by its name, on a Windows, with a Python that has Seedbed's packages."""

    name: str
    windows: Wine
    python: Path

    @property
    def home(self) -> Path:
        """The profile's folder as this machine sees it."""
        return self.windows.drive / "users" / self.name

    def run(self, *command: str | Path, timeout: float = 900) -> captured.Ended:
        """Start a Windows program as this person, and wait for its end."""
        return self.windows.run(self._logged_in(*command), cwd=ROOT, timeout=timeout)

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start one and go on; its output comes through pipes."""
        return subprocess.Popen(
            [loader(), *self._logged_in(*command)], cwd=ROOT, env=self.windows.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def seedbed(self, *arguments: str, timeout: float = 900) -> captured.Ended:
        """`seedbed ARGUMENTS`, from source."""
        return self.run(*self.seedbed_command(*arguments), timeout=timeout)

    def seedbed_command(self, *arguments: str) -> tuple[str, ...]:
        """How Seedbed is started on that Windows."""
        return (self.windows.path(self.python), "-B", "-m", "app", *arguments)

    def _logged_in(self, *command: str | Path) -> list[str | Path]:
        return [self.python, "-c", _LOG_IN, self.name, *command]


def result_of(ended: captured.Ended) -> dict[str, Any]:
    """The line with which `seedbed install` says how it ended."""
    lines = [line for line in ended.out.splitlines() if line.startswith("{")]
    result: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return result
