"""The one door to processes: argument lists, scrubbed environment, no stdin, whole trees stopped.

What a program's output means is not decided here, and neither is what to run.
"""

from __future__ import annotations

import codecs
import os
import re
import shlex
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.core.cancel import Cancel
from app.core.processes.childenv import scrubbed
from app.core.processes.process_tree import GRACE_SECONDS, stop_tree
from app.core.run.events import Stream
from app.core.secrets import redact
from app.errors import CommandFailed
from app.i18n import _
from app.platforms.base import Command, Platform

_POLL_SECONDS = 0.05
_KEPT_OUT = 64 * 1024 * 1024
_KEPT_ERR_LINES = 2000
_READ_BYTES = 64 * 1024
_LONGEST_LINE = 64 * 1024
_LINE_END = re.compile(r"\r\n|\n|\r")

OnLine = Callable[[str, Stream], None]


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended; `stderr` holds its last lines only."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a program may take in all, and how long it may be silent; seconds, None for ever."""

    timeout: float | None = None
    silence: float | None = None


class Shell:
    """Starts programs for one platform; every one of them ends when `cancel` is raised.

    `log` gets the command lines; `on_child` gets the process id of each program started, and
    again when it has ended, so that a journal can find orphans after a crash.
    """

    def __init__(
        self,
        platform: Platform,
        cancel: Cancel,
        log: Callable[[str], None] | None = None,
        on_child: Callable[[int, bool], None] | None = None,
    ) -> None:
        self._platform = platform
        self._cancel = cancel
        self._log = log or (lambda _text: None)
        self._on_child = on_child or (lambda _pid, _alive: None)

    def with_cancel(self, cancel: Cancel) -> Shell:
        """The same door, closed by another flag."""
        return Shell(self._platform, cancel, self._log, self._on_child)

    def run(
        self,
        command: Command,
        *,
        on_line: OnLine | None = None,
        cwd: Path | None = None,
        timeout: float | None = None,
        silence: float | None = None,
    ) -> Finished:
        """Run a program to its end and return its code and output; any code is an answer.

        `on_line` is called from reader threads. Raises CommandFailed if it cannot be started,
        takes longer than `timeout` seconds or prints nothing for `silence` seconds; Cancelled
        when the flag is raised. In each case its whole process tree has been stopped.
        """
        self._cancel.check()
        self._log("$ " + shown(command))
        process = self._start(command, cwd, subprocess.PIPE)
        self._on_child(process.pid, True)
        try:
            with process:
                output = _Output(process, on_line)
                try:
                    self._wait(process, output, command, Limits(timeout, silence))
                finally:
                    if process.poll() is None:
                        stop_tree(process.pid)
                    output.close()
                output.check()
        finally:
            self._on_child(process.pid, False)
        return Finished(process.returncode, output.stdout, output.stderr)

    def start_detached(self, command: Command, cwd: Path | None = None) -> int:
        """Start a program that outlives us (a terminal, a browser) and return its process id.

        Raises CommandFailed if it cannot be started.
        """
        self._log("$ " + shown(command))
        process = self._start(command, cwd, subprocess.DEVNULL)
        # Nobody waits for it: the object must not complain about that when it is collected.
        process.returncode = 0
        return process.pid

    def _start(self, command: Command, cwd: Path | None, out: int) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command.verbatim or list(command.arguments),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=cwd,
                env={**scrubbed(os.environ), **command.environment},
                **self._platform.popen_options(),
            )
        except (OSError, ValueError) as error:  # ValueError: a null byte in an argument
            name = Path(command.arguments[0]).name
            raise CommandFailed(
                _("The program {name} could not be started.").format(name=name),
                _("Try again; if it fails twice, save the report and ask for help."),
                f"{shown(command)}\n{error}",
            ) from error

    def _wait(
        self,
        process: subprocess.Popen[bytes],
        output: _Output,
        command: Command,
        limits: Limits,
    ) -> None:
        started = time.monotonic()
        while True:
            try:
                process.wait(_POLL_SECONDS)
                return
            except subprocess.TimeoutExpired:
                pass
            self._cancel.check()
            output.check()
            now = time.monotonic()
            if limits.timeout is not None and now - started > limits.timeout:
                raise _stuck(command, limits.timeout, output)
            if limits.silence is not None and now - output.last_heard > limits.silence:
                raise _stuck(command, limits.silence, output)


class _Output:
    """Reads both pipes at once; keeps standard output whole and the last lines of the rest."""

    def __init__(self, process: subprocess.Popen[bytes], on_line: OnLine | None) -> None:
        self.last_heard = time.monotonic()
        self._on_line = on_line or (lambda _text, _stream: None)
        self._out: list[str] = []
        self._out_size = 0
        self._err: deque[str] = deque(maxlen=_KEPT_ERR_LINES)
        self._trouble: Exception | None = None
        self._closed = False
        self._readers = [
            threading.Thread(target=self._drain, args=(_taken(pipe), stream), daemon=True)
            for pipe, stream in ((process.stdout, Stream.OUT), (process.stderr, Stream.ERR))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def stdout(self) -> str:
        return "".join(self._out)

    @property
    def stderr(self) -> str:
        return "\n".join(self._err)

    def close(self) -> None:
        """Wait for the last lines; a grandchild that keeps the pipe open is not waited for."""
        end = time.monotonic() + GRACE_SECONDS
        for reader in self._readers:
            reader.join(max(0.0, end - time.monotonic()))
        self._closed = True

    def check(self) -> None:
        """Raise what `on_line` raised, here in the thread that runs the program."""
        if self._trouble is not None:
            raise self._trouble

    def _drain(self, pipe: int, stream: Stream) -> None:
        try:
            self._read(pipe, stream)
        except Exception as error:  # told by `check`; a thread has nobody to tell
            if not self._closed:
                self._trouble = error
        finally:
            os.close(pipe)

    def _read(self, pipe: int, stream: Stream) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        unfinished = ""
        while data := os.read(pipe, _READ_BYTES):
            self.last_heard = time.monotonic()
            text = decoder.decode(data)
            if stream is Stream.OUT:
                self._keep(text)
            *lines, unfinished = _LINE_END.split(unfinished + text)
            for line in lines:
                self._say(line, stream)
            if len(unfinished) > _LONGEST_LINE:
                self._say(unfinished, stream)
                unfinished = ""
        self._say(unfinished + decoder.decode(b"", final=True), stream)

    def _keep(self, text: str) -> None:
        if self._out_size < _KEPT_OUT:
            self._out.append(text)
            self._out_size += len(text)

    def _say(self, line: str, stream: Stream) -> None:
        if not line or self._closed:
            return
        if stream is Stream.ERR:
            self._err.append(line)
        self._on_line(line, stream)


def _taken(pipe: IO[bytes] | None) -> int:
    """A descriptor that only its reader closes: to close a pipe that is being read, Windows waits
    for as long as a grandchild holds its other end."""
    assert pipe is not None
    with pipe:
        return os.dup(pipe.fileno())


def _stuck(command: Command, seconds: float, output: _Output) -> CommandFailed:
    name = Path(command.arguments[0]).name
    return CommandFailed(
        _("The program {name} did not answer for {seconds} seconds and was stopped.").format(
            name=name, seconds=round(seconds)
        ),
        _("Try again. If it happens again, restart the computer and try once more."),
        f"{shown(command)}\n{output.stdout[-4000:]}\n{output.stderr}",
    )


def stand_in(arguments: Sequence[str]) -> int:
    """Run a program of ours in our own place, with our streams; returns its exit code."""
    with subprocess.Popen(arguments) as process:
        while True:
            with suppress(KeyboardInterrupt):  # it was told too, and ends in order
                return process.wait()


def shown(command: Command) -> str:
    """The command as one line for logs and reports, secrets removed."""
    if command.verbatim:
        return redact(command.verbatim)
    return redact(" ".join(shlex.quote(part) for part in command.arguments))
