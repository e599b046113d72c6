"""A run as text on a terminal: one line per finished step, and a live bar by rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import assert_never

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from app.cli.dead_terminal import leave_dead_terminal
from app.core.amounts import bytes_text, rate_text, seconds_text
from app.core.foreign_text import one_line
from app.core.run import events
from app.core.run.events import Event, Unit
from app.core.run.limit import Cause, Limit
from app.core.run.limit_words import limit_text
from app.i18n import _


class _Bars(Progress):
    """The bars, and under them the sentence that says what limits the run."""

    sentence = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        """What is drawn, from top to bottom."""
        yield from super().get_renderables()
        if self.sentence:
            yield Text(self.sentence, style="dim")


class TextProgress:
    """Draws events; use it as a context manager. Without a terminal only the lines remain."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = _Bars(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[said]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._limited_by: Cause | None = None
        self._overall: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}
        self._titles: dict[str, str] = {}

    def __enter__(self) -> TextProgress:
        self._bars.start()
        self._overall = self._bars.add_task(_("Overall"), total=1.0, said="")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with _drawn_or_left():
            self._bars.stop()

    def event(self, event: Event) -> None:
        """Draw one event."""
        with _drawn_or_left():
            self._draw_event(event)

    def _draw_event(self, event: Event) -> None:
        match event:
            case events.StepStarted(step, title):
                self._titles[step] = title = one_line(title)
                self._tasks[step] = self._bars.add_task(title, total=None, said="")
                if not self._console.is_terminal:
                    self._say(f"… {escape(title)}")
            case events.Progress():
                self._draw(event)
            case events.Line(step, text):
                if event.stream is events.Stream.NOTE and text:
                    self._say(f"    [dim]{escape(text)}[/]")
            case events.StepSkipped(step, title, reason):
                self._say(f"[green]✓[/] {escape(title)} [dim]{escape(reason)}[/]")
            case events.StepDone(step, seconds):
                self._remove(step)
                title = escape(self._titles.get(step, step))
                self._say(f"[green]✓[/] {title} [dim]{seconds_text(seconds)}[/]")
            case events.RunDone() | events.RunFailed() | events.RunCancelled():
                pass
            case _:
                assert_never(event)

    def _say(self, text: str) -> None:
        self._bars.console.print(text)

    def _draw_limit(self, limit: Limit | None) -> None:
        """Under the bars; where there is no terminal, once for each new cause."""
        self._bars.sentence = limit_text(limit)
        cause = limit.cause if limit else None
        if cause and cause is not self._limited_by and not self._console.is_terminal:
            self._say(f"    [dim]{escape(self._bars.sentence)}[/]")
        self._limited_by = cause

    def _draw(self, event: events.Progress) -> None:
        self._draw_limit(event.limit)
        task = self._tasks.get(event.step)
        if task is not None:
            self._bars.update(task, completed=event.done, total=event.total, said=said(event))
        if self._overall is not None:
            left = event.seconds_left
            text = "" if left is None else _("about {time} left").format(time=seconds_text(left))
            self._bars.update(self._overall, completed=event.overall, said=text)

    def _remove(self, step: str) -> None:
        task = self._tasks.pop(step, None)
        if task is not None:
            self._bars.remove_task(task)


@contextmanager
def _drawn_or_left() -> Iterator[None]:
    """Whoever closes the terminal need not end the run: nohup wants it to go on, and else a signal
    follows that ends it in order."""
    try:
        yield
    except OSError:
        if not leave_dead_terminal():
            raise


def said(event: events.Progress) -> str:
    """What is known about a step's progress, in a few words."""
    if event.unit is Unit.BYTES:
        rate = f", {rate_text(event.rate)}" if event.rate else ""
        total = f" / {bytes_text(event.total)}" if event.total is not None else ""
        return f"{bytes_text(event.done)}{total}{rate}"
    counted = f"{event.done}/{event.total} " if event.total else ""
    return f"{counted}{one_line(event.detail)} ({seconds_text(event.elapsed)})"
