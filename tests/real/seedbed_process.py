"""Starts the real command line as a child process and reads its events."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class SeedbedProcess:
    """One `seedbed` child; `events` are those read so far."""

    arguments: tuple[str, ...]
    events: list[dict[str, Any]] = field(default_factory=list)
    stderr: str = ""
    code: int | None = None

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", *self.arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=dict(os.environ),
        )

    def read(self) -> Iterator[dict[str, Any]]:
        """Events as they arrive, until the child ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            event = json.loads(line)
            self.events.append(event)
            yield event

    def finish(self) -> SeedbedProcess:
        """Read everything and wait for the end."""
        for _event in self.read():
            pass
        with self._process as process:
            assert process.stderr is not None
            self.stderr = process.stderr.read()
        self.code = self._process.returncode
        return self

    def send(self, number: signal.Signals) -> None:
        """Send a signal now."""
        self._process.send_signal(number)

    def send_at(self, step: str, number: signal.Signals) -> SeedbedProcess:
        """Send a signal as soon as `step` has begun, then wait for the end."""
        for event in self.read():
            if event["event"] == "step_started" and event["step"] == step:
                self.send(number)
        return self.finish()

    def stop_reading(self) -> int:
        """Close the pipe while the child is still writing; returns its exit code."""
        with self._process as process:
            assert process.stdout is not None
            process.stdout.close()
            return process.wait()

    @property
    def last(self) -> dict[str, Any]:
        """The last event."""
        return self.events[-1]

    def steps(self, kind: str) -> list[str]:
        """The names of the steps with an event of this kind, in order."""
        return [event["step"] for event in self.events if event["event"] == kind]


def install(place: Path | str, folder: Path, *more: str) -> SeedbedProcess:
    """`seedbed install PLACE --to FOLDER --yes --json`, started."""
    return SeedbedProcess(
        ("install", str(place), "--to", str(folder), "--yes", "--json", "--no-launchers", *more)
    )
