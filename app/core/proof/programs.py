"""Starts our small programs with the Python of the environment under proof.

The environment of these programs is scrubbed twice: by the shell, and here of everything through
which a person's own settings could make a broken environment look whole, or the reverse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.processes.childenv import path_for
from app.core.run.events import Stream
from app.core.shell import Finished, OnLine, Shell
from app.paths import resource
from app.platforms.base import Command, Platform


@dataclass(frozen=True, slots=True)
class ProofPrograms:
    """The programs of resources/, one environment, and a scratch folder that they may fill."""

    shell: Shell
    platform: Platform
    prefix: Path
    scratch: Path

    def run(
        self, program: str, *arguments: str, on_line: OnLine | None = None, silence: float = 300.0
    ) -> Finished:
        """Run resources/PROGRAM in the environment. Raises CommandFailed if it cannot be started
        or says nothing for `silence` seconds, Cancelled when the flag is raised."""
        command = self._python(("-I",), str(resource(program)), *arguments)
        return self.shell.run(command, on_line=on_line, cwd=self._folder(), silence=silence)

    def run_file(
        self, words: Sequence[str], folder: Path | None, on_line: OnLine, seconds: float
    ) -> Finished:
        """Run somebody's script, with its arguments, in `folder`; it may import what lies beside
        it. Raises as `run` does, and CommandFailed after `seconds`."""
        command, place = self._python((), *words), folder or self._folder()
        return self.shell.run(command, on_line=on_line, cwd=place, timeout=seconds)

    def _python(self, options: tuple[str, ...], *words: str) -> Command:
        python = (str(self.platform.python_in(self.prefix)), *options, "-X", "utf8", "-u")
        return Command((*python, *words), environment=self._variables())

    def _folder(self) -> Path:
        folder = self.scratch / "work"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _variables(self) -> Mapping[str, str]:
        """Jupyter sees only this environment's kernels and settings (failures F25); caches that
        libraries fill when they are imported stay in our scratch folder."""
        own = {
            "JUPYTER_CONFIG_DIR": "jupyter-config",
            "JUPYTER_DATA_DIR": "jupyter-data",
            "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
            "IPYTHONDIR": "ipython",
            "MPLCONFIGDIR": "matplotlib",
            "XDG_CACHE_HOME": "cache",
            "HF_HOME": "huggingface",
        }
        return {
            "PATH": path_for(self.platform, self.prefix),
            "CONDA_PREFIX": str(self.prefix),
            "PYTHONNOUSERSITE": "1",
            "MPLBACKEND": "Agg",
            "JUPYTER_PATH": str(self.prefix / "share" / "jupyter"),
            "JUPYTER_PREFER_ENV_PATH": "1",
            **{name: str(self.scratch / folder) for name, folder in own.items()},
        }


def parsed(text: str, stream: Stream = Stream.OUT) -> dict[str, Any] | None:
    """One line of a program's answer, None for a line that is something else."""
    if stream is not Stream.OUT:
        return None
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def answer_in(finished: Finished) -> dict[str, Any] | None:
    """The last JSON object that a program printed, None if there is none."""
    for line in reversed(finished.stdout.splitlines()):
        data = parsed(line)
        if data is not None:
            return data
    return None


def told_by(finished: Finished) -> str:
    """What a program left for a helper: its code and the end of what it printed."""
    return f"exit code {finished.returncode}\n{finished.stdout[-500:]}\n{finished.stderr[-2500:]}"
