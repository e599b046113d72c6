"""Runs a program and keeps what it says, and never waits for what the program leaves running:
such a process holds its pipes for as long as it likes. Standard library only."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

_LAST_WORDS = 1.0  # seconds for what is in the pipes when the program has ended


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code, and what it wrote on both streams."""

    code: int
    out: str
    err: str


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    cwd: str | Path | None = None,
    timeout: float = 900,
) -> Ended:
    """Run a program to its end, without input. Raises OSError, and subprocess.TimeoutExpired
    after `timeout` seconds, when it has been killed."""
    child = subprocess.Popen(
        list(map(str, command)), cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stderr is not None
    streams = _Stream(child.stdout), _Stream(child.stderr)
    # With a timeout, `wait` looks only every 50 ms whether the child has ended: whoever measures it
    # would measure that.
    end = Thread(target=child.wait, daemon=True)
    end.start()
    try:
        end.join(timeout)
        if end.is_alive():
            raise subprocess.TimeoutExpired(child.args, timeout)
    except BaseException:
        child.kill()
        child.wait()
        for stream in streams:
            stream.text()  # to its end
        raise
    out, err = (stream.text() for stream in streams)
    return Ended(child.returncode, out, err)


class _Stream:
    """Reads one stream beside us, for as long as it lasts."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._chunks: list[bytes] = []
        self._stream = stream
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def text(self) -> str:
        """What has come, after the program's end."""
        self._reader.join(_LAST_WORDS)
        return b"".join(self._chunks).decode("utf-8", "replace")

    def _read(self) -> None:
        with self._stream as stream:
            while chunk := stream.read1(65536):  # type: ignore[attr-defined]
                self._chunks.append(chunk)
