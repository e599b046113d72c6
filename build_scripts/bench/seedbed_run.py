"""The road with Seedbed: its command line from an empty home, read through its own events.

When something happened is when its line of JSON arrived here.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.children import ROOT, BenchFailed, Ran, Served, environment, must, run
from bench.eta import Announced, eta_error

# All together, the kernel and the example: what the proof tries after the last import.
_AFTER_IMPORTS = 3

Timed = tuple[float, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SeedbedRun:
    """One place to do it in, emptied before each run; the same paths each time, because a lock
    belongs to one conda folder."""

    server: Served
    folder: Path

    def once(self, lock: bytes | None = None) -> dict[str, Any]:
        """Install and return what was measured; `lock` is put in hand first. Raises BenchFailed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if lock is not None:
            self._lock_file().parent.mkdir(parents=True)
            self._lock_file().write_bytes(lock)
        self.server.reset()
        log = self.folder / "errors.log"
        env = environment(self.folder / "home", SEEDBED_HOME=str(self._home()))
        ran = must(run(self._command(), env, log, cwd=ROOT), "Seedbed", log)
        sent = self.server.sent()
        return {**described(ran, sent["last"]), "locked": lock is not None, **_of(sent)}

    def kept_lock(self) -> bytes:
        """The lock that the last run has kept. Raises BenchFailed."""
        if not self._lock_file().is_file():
            raise BenchFailed("Seedbed kept no lock, so nothing can be measured with one")
        return self._lock_file().read_bytes()

    def _command(self) -> list[str]:
        return [
            sys.executable, "-m", "app", "install", self.server.url, "--yes", "--json",
            "--no-launchers", "--to", str(self.folder / "conda"),
            "--materials-to", str(self.folder / "materials"),
        ]  # fmt: skip

    def _home(self) -> Path:
        return self.folder / "seedbed"

    def _lock_file(self) -> Path:
        """Where Seedbed looks for it: asked of Seedbed itself, which reads SEEDBED_HOME."""
        program = (
            "import sys, pathlib; from app.paths import workspace_for;"
            "from app.core.packages import lock;"
            "print(workspace_for(pathlib.Path(sys.argv[1])) / lock.FILE_NAME)"
        )
        command = [sys.executable, "-c", program, str(self.folder / "conda")]
        env = environment(self.folder / "home", SEEDBED_HOME=str(self._home()))
        log = self.folder / "errors.log"
        return Path(must(run(command, env, log, cwd=ROOT), "asking for paths", log).output.strip())


def _of(sent: dict[str, Any]) -> dict[str, Any]:
    return {key: sent[key] for key in ("bytes", "answers", "connections")}


def described(ran: Ran, last_byte: float) -> dict[str, Any]:
    """What the events of a finished run tell; `last_byte` is the server's monotonic time."""
    events = [(when - ran.started, json.loads(text)) for when, text in ran.lines]
    steps = timeline(events)
    created = steps["create_environment"][1]
    error = eta_error(
        [Announced(t, e["seconds_left"]) for t, e in events if e["event"] == "progress"],
        ran.seconds,
    )
    return {
        "seconds": round(ran.seconds, 3),
        "to_imports_s": round(imports_done(events, ran.seconds), 3),
        "after_last_byte_s": round(ran.started + created - last_byte, 3),
        "last_byte_s": round(last_byte - ran.started, 3),
        "cpu_s": round(ran.cpu, 2),
        "steps": steps,
        "phases": phases(events, steps),
        "eta_error": None if error is None else asdict(error),
    }


def timeline(events: list[Timed]) -> dict[str, tuple[float, float]]:
    """Start and end of each step that ran, in seconds since the process was started."""
    begun: dict[str, float] = {}
    found: dict[str, tuple[float, float]] = {}
    for when, event in events:
        if event["event"] == "step_started":
            begun[event["step"]] = round(when, 2)
        elif event["event"] == "step_done":
            found[event["step"]] = (begun[event["step"]], round(when, 2))
    return found


def imports_done(events: list[Timed], end: float) -> float:
    """When every library had been imported, because the next check began.

    Where the proof tells nothing, the whole run counts.
    """
    checks = [
        (when, event)
        for when, event in events
        if event["event"] == "progress" and event["step"] == "verify" and event["total"]
    ]
    past = [when for when, event in checks if event["done"] >= event["total"] - _AFTER_IMPORTS]
    return past[0] if past else end


def phases(events: list[Timed], steps: dict[str, tuple[float, float]]) -> dict[str, float | None]:
    """Seconds until the first step, of choosing versions, and of what conda still had to do when
    everything was there."""
    progress = [(t, e) for t, e in events if e["event"] == "progress"]
    fetched = [t for t, e in progress if e["step"] == "fetch_packages" and e["unit"] == "bytes"]
    arrived = steps.get("fetch_packages", (0.0, 0.0))
    return {
        "ready_s": min((start for start, _end in steps.values()), default=None),
        "solve_s": round(fetched[0] - arrived[0], 2) if fetched else None,
        "link_after_fetch_s": round(steps["create_environment"][1] - arrived[1], 2),
    }
