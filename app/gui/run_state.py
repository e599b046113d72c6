"""Where a run stands, step by step, from its events. No Qt: drawing is the Running page's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from app.core.amounts import bytes_text, rate_text
from app.core.run import events
from app.core.run.events import Event, Unit
from app.core.run.limit import Limit
from app.core.run.step import Step
from app.errors import InstallError
from app.i18n import _, ngettext

_MAX_LINES_KEPT = 5000


class StepState(StrEnum):
    """How a step is doing."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "ok"
    SKIPPED = "skipped"
    FAILED = "stop"
    STOPPED = "stopped"


@dataclass
class StepView:
    """One step as it is shown; `seconds` is its duration once it has ended."""

    name: str
    title: str
    state: StepState = StepState.WAITING
    detail: str = ""
    started: float = 0.0
    seconds: float | None = None
    done: int = 0
    total: int | None = None


@dataclass
class RunState:
    """All steps, the overall share (0 to 1, never falling), and lines not yet shown."""

    steps: list[StepView]
    clock: Callable[[], float] = time.monotonic
    overall: float = 0.0
    counted: bool = False
    seconds_left: float | None = None
    limit: Limit | None = None
    lines: list[str] = field(default_factory=list)
    last: Event | None = None
    began: float = 0.0

    @classmethod
    def of_steps(cls, steps: Sequence[Step]) -> RunState:
        """The state before the first event."""
        views = [StepView(step.name, step.title) for step in steps]
        return cls(views, began=time.monotonic())

    def take(self, batch: Iterable[Event]) -> None:
        """Follow some events, in their order."""
        for event in batch:
            self._take(event)

    def take_end(self, error: InstallError | None) -> None:
        """The run is over, also where no event said so (stopped before its first step)."""
        if self.last is None and error is not None:
            self._end(events.RunFailed("", error))
        elif self.last is None:
            self._end(events.RunCancelled(self.clock() - self.began))

    def elapsed(self, step: StepView) -> float:
        """Seconds that a step has taken so far."""
        if step.seconds is not None:
            return step.seconds
        return self.clock() - step.started if step.state is StepState.WORKING else 0.0

    def working(self) -> list[StepView]:
        """The steps that are at work now."""
        return [step for step in self.steps if step.state is StepState.WORKING]

    def ended(self) -> int:
        """How many steps are done, or had nothing to do."""
        return sum(step.state in (StepState.DONE, StepState.SKIPPED) for step in self.steps)

    def take_lines(self) -> list[str]:
        """The lines that have come since the last call, at most as many as the log can show."""
        lines, self.lines = self.lines, []
        return lines[-_MAX_LINES_KEPT:]

    def _take(self, event: Event) -> None:
        match event:
            case events.StepStarted(name, title):
                step = self._step(name, title)
                step.title = title
                step.state, step.started = StepState.WORKING, self.clock()
                self.lines.append(f"— {title}")
            case events.Progress():
                self._progress(event)
            case events.Line(_step, text):
                self.lines.append(text)
            case events.StepSkipped(name, title, reason):
                step = self._step(name, title)
                step.state, step.detail, step.seconds = StepState.SKIPPED, reason, 0.0
            case events.StepDone(name, seconds):
                step = self._step(name, name)
                step.state, step.seconds, step.detail = StepState.DONE, seconds, ""
            case events.RunFailed() | events.RunCancelled() | events.RunDone():
                self._end(event)
            case _:
                assert_never(event)

    def _progress(self, event: events.Progress) -> None:
        step = self._step(event.step, event.step)
        step.done, step.total, step.detail = event.done, event.total, said(event)
        self.overall = max(self.overall, event.overall)
        self.counted = self.counted or event.overall > 0
        self.seconds_left, self.limit = event.seconds_left, event.limit

    def _end(self, event: events.RunFailed | events.RunCancelled | events.RunDone) -> None:
        self.last = event
        self.seconds_left = self.limit = None
        if isinstance(event, events.RunDone):
            self.overall = 1.0
            return
        failed = event.step if isinstance(event, events.RunFailed) else ""
        for step in self.working():
            step.seconds = self.elapsed(step)
            step.state = StepState.FAILED if step.name == failed else StepState.STOPPED
        if failed and all(step.name != failed for step in self.steps):
            return
        for step in self.steps:
            if step.name == failed:
                step.state = StepState.FAILED

    def _step(self, name: str, title: str) -> StepView:
        for step in self.steps:
            if step.name == name:
                return step
        step = StepView(name, title)
        self.steps.append(step)
        return step


def said(event: events.Progress) -> str:
    """What a step's progress says in words."""
    match event.unit:
        case Unit.BYTES:
            counted = _bytes_said(event)
        case Unit.PACKAGES | Unit.FILES | Unit.CHECKS:
            counted = _count_said(event)
        case Unit.NOTHING:
            counted = ""
        case _:
            assert_never(event.unit)
    return " · ".join(part for part in (counted, event.detail) if part)


def _bytes_said(event: events.Progress) -> str:
    amount = bytes_text(event.done)
    if event.total is not None:
        amount = _("{done} of {total}").format(done=amount, total=bytes_text(event.total))
    return f"{amount} · {rate_text(event.rate)}" if event.rate else amount


def _count_said(event: events.Progress) -> str:
    number, total = event.done, event.total
    if total is not None:
        return _("{done} of {total}").format(done=number, total=total)
    match event.unit:
        case Unit.PACKAGES:
            text = ngettext("{number} package so far", "{number} packages so far", number)
        case Unit.CHECKS:
            text = ngettext("{number} check so far", "{number} checks so far", number)
        case _:
            text = ngettext("{number} file so far", "{number} files so far", number)
    return text.format(number=number)
