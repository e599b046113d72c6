"""Measures a frozen folder: size, time to the first painted window, time to answer, memory.

Starts of ours and of the bare window alternate, so that what the machine does meanwhile meets both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import captured

from package.freezing import PackagingFailed, size_of

_STARTS = 9
_COMPARED = 25  # fewer vary by a tenth from one measuring to the next
_MEGABYTE = 1_000_000
_TIMEOUT = 60.0
# As app/gui/start.py reads it.
_UNTIL, PAINTED, READY = "SEEDBED_WINDOW_UNTIL", "painted", "ready"
# As bare_window.py reads it.
_WITH_A_WORD = {"SEEDBED_BARE_WORD": "Seedbed"}


@dataclass(frozen=True, slots=True)
class Program:
    """A program to start until it has painted, and the folder that is all it consists of."""

    command: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Start:
    """One start: milliseconds to the first paint, and resident memory then in bytes."""

    milliseconds: float
    memory: int


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Variables that show a window: on a virtual X screen where there is one, else on none."""
    if which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1280x900x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(
        command, pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield {"DISPLAY": f":{told.readline().strip()}"}
        finally:
            server.terminate()


def _nothing(_variables: Mapping[str, str]) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The variables that programs are started with, and what must run meanwhile, which gets those
    of the screen too."""

    variables: Mapping[str, str]
    running: Callable[[Mapping[str, str]], AbstractContextManager[None]] = _nothing


def usual() -> Surroundings:
    """Those of this system."""
    return Surroundings({"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})


def measure(
    ours: Program, bare: Program, console: Program, around: Surroundings
) -> dict[str, float | str]:
    """The figures of the folder of `ours`, with the names that the issue gives them."""
    with TemporaryDirectory() as home, screen() as shown, around.running(shown):
        variables = {"HOME": home, **around.variables, **shown}
        ready = [until(READY, ours, variables) for _ in range(_STARTS)]
        starts = _starts(ours, bare, variables)
        answers = [_answer(console, variables) for _ in range(_STARTS + 1)][1:]
    size, bare_size = size_of(ours.folder), size_of(bare.folder)
    start, bare_start = _middle(starts.warm), _middle(starts.bare)
    word_start = _middle(starts.with_a_word)
    return {
        "size_mb": round(size / _MEGABYTE, 1),
        "bare_size_mb": round(bare_size / _MEGABYTE, 1),
        "size_ratio": round(size / bare_size, 3),
        "start_ms": round(start),
        "bare_start_ms": round(bare_start),
        "start_ratio": round(start / bare_start, 3),
        # Beside a bare window with one word in it: Wine looks through all fonts for that.
        "bare_word_start_ms": round(word_start),
        "start_word_ratio": round(start / word_start, 3),
        "start_cold_ms": round(_middle(starts.cold)),
        "ready_ms": round(_middle(ready)),
        "console_start_ms": round(statistics.median(answers)),
        "rss_mb": round(max(one.memory for one in starts.warm) / _MEGABYTE),
        "screen": "Xvfb" if "DISPLAY" in shown else "none (offscreen)",
    }


@dataclass(frozen=True, slots=True)
class _Starts:
    """What was measured: ours warm and cold, the bare window's empty and with a word in it."""

    warm: list[Start] = field(default_factory=list)
    bare: list[Start] = field(default_factory=list)
    with_a_word: list[Start] = field(default_factory=list)
    cold: list[Start] = field(default_factory=list)


def _starts(ours: Program, bare: Program, variables: dict[str, str]) -> _Starts:
    found = _Starts()
    turns = [
        (ours, variables, found.warm),
        (bare, variables, found.bare),
        (bare, {**variables, **_WITH_A_WORD}, found.with_a_word),
    ]
    for number in range(_COMPARED + 1):
        for program, given, kept in turns if number % 2 else reversed(turns):
            start = until(PAINTED, program, given)
            if number:  # the first one only brings the files into memory
                kept.append(start)
    for _ in range(_STARTS):
        forget(ours.folder)
        found.cold.append(until(PAINTED, ours, variables))
    return found


def until(moment: str, program: Program, variables: dict[str, str]) -> Start:
    """Start once, to the first paint or until the wizard is ready. Raises PackagingFailed if the
    window does not come."""
    begun = time.monotonic()
    try:
        done = captured.run(program.command, {**variables, _UNTIL: moment}, "/", _TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise PackagingFailed(f"{program.command[-1]} painted no window in time") from error
    words = done.out.split()
    if done.code or not words:
        raise PackagingFailed(f"{program.command[-1]} painted no window: {done.err[-1000:]}")
    return Start((float(words[0]) - begun) * 1000, int(words[1]) if len(words) > 1 else 0)


def forget(folder: Path) -> None:
    """Let the system forget what it remembers of the files: the next start reads them anew."""
    if not hasattr(os, "posix_fadvise"):
        return  # Windows keeps no such promise
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _answer(console: Program, variables: dict[str, str]) -> float:
    begun = time.monotonic()
    done = captured.run(console.command, variables, "/", _TIMEOUT)
    took = (time.monotonic() - begun) * 1000
    if done.code:
        raise PackagingFailed(f"{console.command[-2]} gives no answer: {done.err[-1000:]}")
    return took


def _middle(starts: Sequence[Start]) -> float:
    return statistics.median(start.milliseconds for start in starts)
