"""The log of each run: writing it, and finding in it what tells why a run failed.

Secrets never get into it. The report that is made of it is the business of `report`.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.core.run.events import Event, Line, Progress, to_json
from app.core.run.limit import Cause, Limit
from app.core.secrets import redact

FOLDER = "logs"
_KEPT_LOGS = 20
_READ_BYTES = 1024 * 1024
_FAILED = "run_failed"


class RunLog:
    """One file with everything that one run said; use it as a context manager."""

    def __init__(self, workspace: Path) -> None:
        folder = workspace / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        self.path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6}.log"
        self._file = self.path.open("w", encoding="utf-8", errors="replace", buffering=1)
        self._limited_by: Cause | None = None

    def __enter__(self) -> RunLog:
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):
            self._file.close()

    def write(self, text: str) -> None:
        """Add a line of ours, e.g. a command that is started."""
        self._add(redact(text))

    def event(self, event: Event) -> None:
        """Add an event; of progress only a new limit, the rest would drown everything else."""
        match event:
            case Progress():
                self._note_limit(event.limit)
            case Line(step, text, stream):
                self._add(redact(f"[{step}] {stream}: {text}"))
            case _:
                self._add(redact(json.dumps(to_json(event), ensure_ascii=False)))

    def _note_limit(self, limit: Limit | None) -> None:
        cause = limit.cause if limit else None
        if limit is not None and cause is not self._limited_by:
            self._add(f"limit: {limit.cause}, {limit.archives} archives wait, rate {limit.rate}")
        self._limited_by = cause

    def _add(self, text: str) -> None:
        # A full drive must not end a run only because it cannot be written down.
        with suppress(OSError):
            if not self._file.closed:
                self._file.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a log says about how its run failed."""

    step: str
    code: str
    summary: str
    remedy: str
    detail: str


def newest_logs(workspace: Path, number: int = 1) -> tuple[Path, ...]:
    """The logs of the last runs, the newest last; fewer, or none, where there are not as many."""
    return tuple(sorted((workspace / FOLDER).glob("*.log"))[-number:])


def end_of(log: Path, size: int = _READ_BYTES) -> str:
    """The last `size` bytes of a log, whole lines only. Raises OSError where it cannot be read."""
    with log.open("rb") as file:
        whole = file.seek(0, 2)
        file.seek(max(0, whole - size))
        text = file.read().decode("utf-8", errors="replace")
    return text if whole <= size else text.partition("\n")[2]


def last_lines(workspace: Path, step: str, number: int) -> tuple[str, ...]:
    """The last lines that `step` said in the newest run; none where it said nothing."""
    said = f"[{step}] "
    lines = [line for line in _lines(workspace) if line.partition(" ")[2].startswith(said)]
    return tuple(lines[-number:])


def last_failure(workspace: Path) -> Failure | None:
    """How the newest run failed; None where it did not, or its log does not say."""
    for line in reversed(_lines(workspace)):
        with suppress(ValueError, KeyError, TypeError):
            data = json.loads(line.partition(" ")[2])
            if data["event"] == _FAILED:
                error = data["error"]
                told = (str(error[key]) for key in ("code", "summary", "remedy", "detail"))
                return Failure(str(data["step"]), *told)
    return None


def _lines(workspace: Path) -> list[str]:
    for log in newest_logs(workspace):
        with suppress(OSError):
            return end_of(log).splitlines()
    return []
