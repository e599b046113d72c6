"""Starts what is measured and keeps count: seconds, processor time, memory, output.

Also the benchmark's own servers, as processes that end with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.settings import Rates

BUILD_SCRIPTS = Path(__file__).resolve().parents[1]
ROOT = BUILD_SCRIPTS.parent
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


class BenchFailed(Exception):
    """Something that is measured did not work; the text says what, with the end of its output."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One finished process: wall seconds, processor seconds with its children, and each line of
    output with its monotonic time.

    No memory: what the kernel says of a child's peak includes this process at the fork.
    """

    code: int
    started: float
    seconds: float
    cpu: float
    lines: tuple[tuple[float, str], ...]

    @property
    def output(self) -> str:
        """The whole output."""
        return "\n".join(text for _when, text in self.lines)


def environment(home: Path, **more: str) -> dict[str, str]:
    """A person's environment without anything of this one's: conda, Python, proxies."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": str(home), **more}


def run(command: Sequence[str], env: Mapping[str, str], log: Path, cwd: Path | None = None) -> Ran:
    """Run to the end, standard error into `log`. Never raises for the exit code."""
    with log.open("ab") as errors:
        started = time.monotonic()
        child = subprocess.Popen(
            list(command), env=dict(env), cwd=cwd, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace",
        )  # fmt: skip
        assert child.stdout is not None
        try:
            lines = tuple((time.monotonic(), line.rstrip("\n")) for line in child.stdout)
            _pid, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        finally:
            child.stdout.close()
        seconds = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Ran(child.returncode, started, seconds, cpu, lines)


def must(ran: Ran, what: str, log: Path) -> Ran:
    """The same, if it ended well. Raises BenchFailed."""
    if ran.code != 0:
        told = log.read_text("utf-8", "replace")[-3000:]
        raise BenchFailed(f"{what} ended with code {ran.code}\n{ran.output[-2000:]}\n{told}")
    return ran


@dataclass(frozen=True, slots=True)
class Served:
    """A running throttled server."""

    url: str

    def reset(self) -> None:
        """Count from zero."""
        self._ask("reset")

    def sent(self) -> dict[str, Any]:
        """What went out since then; the fields are those of `throttled_server.Sent`."""
        return self._ask("stats")

    def _ask(self, what: str) -> dict[str, Any]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.url}/.bench/{what}", timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens: `prefix` puts it e.g. into another network; `congestion` is how it
    treats lost packets, "" for this computer's usual way."""

    host: str = "127.0.0.1"
    prefix: tuple[str, ...] = ()
    congestion: str = ""


_HERE = Place()


@contextmanager
def served(folder: Path, rates: Rates, place: Place = _HERE) -> Iterator[Served]:
    """`folder` behind a server of its own. Raises BenchFailed."""
    script = str(BUILD_SCRIPTS / "bench" / "throttled_server.py")
    command = [
        *place.prefix, sys.executable, script, str(folder), "--host", place.host,
        "--link", str(rates.link or 0), "--connection", str(rates.connection or 0),
        "--delay", str(rates.delay), "--congestion", place.congestion,
    ]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(BUILD_SCRIPTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as server:
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            if not url:
                raise BenchFailed(f"the server did not start: {' '.join(command)}")
            yield Served(url)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)
