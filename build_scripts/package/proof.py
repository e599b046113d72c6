"""Runs the self-test of a built program where programs usually fail, and keeps what it said.

What is tested is the program's own business (`seedbed selftest`).
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import captured

_TIMEOUT = 900.0


@dataclass(frozen=True, slots=True)
class Proven:
    """One place in which a program was tried: `told` is what it said where it failed."""

    artefact: str
    place: str
    ok: bool
    seconds: float
    told: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in the figures."""
        return {"place": self.place, "ok": self.ok, "seconds": round(self.seconds, 1)}


@dataclass(frozen=True, slots=True)
class Trial:
    """How a program is started: `command` without the self-test's own words.

    `may_fail` names the checks that cannot pass in this place, and must be told to fail.
    """

    artefact: str
    place: str
    command: Sequence[str]
    environment: Mapping[str, str]
    cwd: str = "/"
    may_fail: frozenset[str] = frozenset()


def usual_environment(home: Path) -> dict[str, str]:
    """A person's environment, without anything of this machine's Python."""
    return {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}


def selftest(trial: Trial, *words: str) -> Proven:
    """Let the program prove itself in one place."""
    begun = time.monotonic()
    try:
        command = [*trial.command, "selftest", "--json", *words]
        done = captured.run(command, trial.environment, trial.cwd, _TIMEOUT)
    except (OSError, subprocess.TimeoutExpired) as error:
        seconds = time.monotonic() - begun
        return Proven(trial.artefact, trial.place, False, seconds, str(error))
    seconds = time.monotonic() - begun
    told = done.out + done.err
    failed = failed_checks(done.out)
    ok = failed is not None and failed == trial.may_fail
    return Proven(trial.artefact, trial.place, ok, seconds, "" if ok else told[-3000:])


def failed_checks(output: str) -> frozenset[str] | None:
    """The names of the checks that failed; None where there is no answer at all."""
    lines = output.strip().splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else {}
        return frozenset(check["name"] for check in answer["checks"] if not check["ok"])
    except (ValueError, KeyError, TypeError):
        return None
