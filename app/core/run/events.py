"""Everything a run can say, as a closed list of frozen dataclasses.

Window, command line, tests and log are four readers of the same events. Rates, overall progress
and time left are computed once, by the runner, so that all readers agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from app.core.run.limit import Limit
from app.errors import InstallError


class Unit(StrEnum):
    """What is being counted."""

    BYTES = "bytes"
    PACKAGES = "packages"
    FILES = "files"
    CHECKS = "checks"
    NOTHING = "nothing"


class Stream(StrEnum):
    """Where a line came from."""

    OUT = "out"
    ERR = "err"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step began; `title` is the sentence to show."""

    step: str
    title: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is.

    `total` is None where nothing can be counted: then only `done`, `detail` and elapsed time are
    true. `overall` runs from 0 to 1 and never goes backwards. `rate` is in units per second.
    `limit` is what the whole run waits for now, None where nothing measured tells.
    """

    step: str
    done: int
    total: int | None
    unit: Unit
    detail: str
    elapsed: float
    overall: float
    rate: float | None = None
    seconds_left: float | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output or a note of ours, secrets already removed."""

    step: str
    text: str
    stream: Stream = Stream.OUT


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A step had nothing to do; `reason` says why."""

    step: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step finished after `seconds`."""

    step: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RunFailed:
    """The run ended with an error; `step` is the one that failed first."""

    step: str
    error: InstallError


@dataclass(frozen=True, slots=True)
class RunCancelled:
    """The run ended because the person cancelled it."""

    seconds: float


@dataclass(frozen=True, slots=True)
class RunDone:
    """Every step is done."""

    seconds: float


Event = StepStarted | Progress | Line | StepSkipped | StepDone | RunFailed | RunCancelled | RunDone


def to_json(event: Event) -> dict[str, object]:
    """The event as plain data for one line of `--json` output."""
    match event:
        case StepStarted(step, title):
            return {"event": "step_started", "step": step, "title": title}
        case Progress():
            return _progress(event)
        case Line(step, text, stream):
            return {"event": "line", "step": step, "text": text, "stream": str(stream)}
        case StepSkipped(step, title, reason):
            return {"event": "step_skipped", "step": step, "title": title, "reason": reason}
        case StepDone(step, seconds):
            return {"event": "step_done", "step": step, "seconds": round(seconds, 3)}
        case RunFailed(step, error):
            return {"event": "run_failed", "step": step, "error": error_to_json(error)}
        case RunCancelled(seconds):
            return {"event": "run_cancelled", "seconds": round(seconds, 3)}
        case RunDone(seconds):
            return {"event": "run_done", "seconds": round(seconds, 3)}
        case _:
            assert_never(event)


def _progress(event: Progress) -> dict[str, object]:
    return {
        "event": "progress",
        "step": event.step,
        "done": event.done,
        "total": event.total,
        "unit": str(event.unit),
        "detail": event.detail,
        "elapsed": round(event.elapsed, 2),
        "overall": round(event.overall, 4),
        "rate": None if event.rate is None else round(event.rate, 1),
        "seconds_left": None if event.seconds_left is None else round(event.seconds_left, 1),
        "limit": None if event.limit is None else _limit(event.limit),
    }


def _limit(limit: Limit) -> dict[str, object]:
    return {
        "cause": str(limit.cause),
        "rate": None if limit.rate is None else round(limit.rate, 1),
        "archives": limit.archives,
        "alone": limit.alone,
    }


def error_to_json(error: InstallError) -> dict[str, object]:
    """An error as plain data; the exit code is the one the command line ends with."""
    return {
        "code": error.code,
        "exit_code": int(error.exit_code),
        "summary": error.summary,
        "remedy": error.remedy,
        "detail": error.detail,
        "action": str(error.action),
    }
