"""The command line's progress says what limits the run, as the window does."""

from __future__ import annotations

import io

from rich.console import Console

from app.cli.progress import TextProgress
from app.core.run.events import Progress, StepStarted, Unit
from app.core.run.limit import Cause, Limit

MB = 1_000_000
STARTED = StepStarted("fetch_packages", "Downloading the libraries")


def progress(limit: Limit) -> Progress:
    return Progress("fetch_packages", 5 * MB, 9 * MB, Unit.BYTES, "", 2.0, 0.3, limit=limit)


def test_in_a_pipe_each_new_limit_is_one_line() -> None:
    out = io.StringIO()
    with TextProgress(Console(file=out, width=100)) as text:
        text.event(STARTED)
        for limit in (Limit(Cause.DOWNLOAD, 5 * MB), Limit(Cause.DOWNLOAD, 6 * MB)):
            text.event(progress(limit))
        text.event(progress(Limit(Cause.CONDA)))
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert lines == [
        "… Downloading the libraries",
        "Limited by the download (5.0 MB/s)",
        "conda is linking files; the network is idle",
    ]


def test_on_a_terminal_the_limit_stands_under_the_bars() -> None:
    out = io.StringIO()
    with TextProgress(Console(file=out, width=100, force_terminal=True)) as text:
        text.event(STARTED)
        text.event(progress(Limit(Cause.DOWNLOAD, 5 * MB)))
    assert "Limited by the download (5.0 MB/s)" in out.getvalue()


def test_the_title_of_a_step_is_no_markup() -> None:
    for terminal in (False, True):
        out = io.StringIO()
        with TextProgress(Console(file=out, width=100, force_terminal=terminal)) as text:
            text.event(StepStarted("make", "Making [/x] and\n✓ [bold]more"))
            text.event(Progress("make", 1, 2, Unit.FILES, "[/y].conda", 2.0, 0.3))
        assert "Making [/x] and ✓ [bold]more" in out.getvalue()
