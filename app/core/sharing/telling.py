"""Tells the computer that shares a kit how far a run is: a further reader of the run's events.

It works in a thread of its own and gives up quietly: a run is never slower, and never fails,
because nobody hears it. What is told is in `messages`: nothing about the person or the computer,
but the name that somebody has typed for it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.files import jsonfile
from app.core.network.posting import Poster
from app.core.plan import Plan
from app.core.proof.code import ProofCode
from app.core.proof.coding import code_when_done, code_when_failed
from app.core.run.events import Event, RunCancelled, RunDone, RunFailed, StepDone, StepSkipped, Unit
from app.core.run.events import Progress as StepProgress
from app.core.sharing.messages import Phase, Progress, plain_name, write_progress
from app.core.workshops.nearby import PROGRESS
from app.errors import InstallError

Note = Callable[[str], None]

# A newer report replaces one that was not sent yet; without news one is sent all the same.
_GAP_SECONDS = 1.0
_BEAT_SECONDS = 5.0
_LAST_SECONDS, _LAST_SECONDS_TO_THE_DEAF = 4.0, 0.5
_OLD_SECONDS = 12 * 3600.0
_FETCHING = frozenset({"fetch_installer", "fetch_packages"})
_FETCHED = "fetch_packages"
_FILE = "told.json"


@dataclass(slots=True)
class _Count:
    """What is known of one download."""

    done: int = 0
    total: int = 0


class Teller:
    """Tells about one run, from its first event to `finish`."""

    def __init__(self, plan: Plan, workspace: Path) -> None:
        self.note: Note = lambda _text: None
        self._plan, self._workspace = plan, workspace
        self._address = f"{plan.target.tell_to}/{PROGRESS}"
        self._now = Progress(
            _run_of(workspace, plan.target.tell_to),
            Phase.CONNECTING,
            name=plain_name(plan.target.tell_as),
        )
        self._counts: dict[str, _Count] = {}
        self._lock, self._news = threading.Lock(), threading.Event()
        self._over, self._deaf = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="tell", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()
        self._news.set()

    def event(self, event: Event) -> None:
        """Take an event; returns at once, and whatever it is, the run goes on."""
        try:
            self._take(event)
        except (OSError, ValueError, InstallError) as error:
            self.note(f"progress could not be told: {error}")

    def _take(self, event: Event) -> None:
        match event:
            case StepProgress(step, done, total, unit) if unit is Unit.BYTES and step in _FETCHING:
                self._counted(step, done, total or 0)
            case StepDone(step) | StepSkipped(step) if step == _FETCHED:
                self._phase(Phase.INSTALLING)
            case RunDone():
                self._phase(Phase.READY, code_when_done(self._plan, self._workspace))
            case RunFailed(step, _error):
                code = code_when_failed(self._plan, self._workspace, step)
                self._phase(Phase.FAILED, code)
            case RunCancelled():
                self._phase(Phase.STOPPED)
            case _:
                pass

    def finish(self) -> None:
        """Send the last report, if it can be sent without much ado, and end."""
        if self._now.phase is Phase.READY:
            with suppress(OSError):
                (self._workspace / _FILE).unlink(missing_ok=True)
        self._over.set()
        self._news.set()
        self._thread.join(_LAST_SECONDS_TO_THE_DEAF if self._deaf else _LAST_SECONDS)

    def _counted(self, step: str, done: int, total: int) -> None:
        with self._lock:
            count = self._counts.setdefault(step, _Count())
            count.done, count.total = done, total
            done = sum(one.done for one in self._counts.values())
            known = all(one.total for one in self._counts.values())
            total = sum(one.total for one in self._counts.values()) if known else 0
            early = self._now.phase is Phase.CONNECTING
            phase = Phase.DOWNLOADING if early else self._now.phase
            done = min(done, total) if total else done
            self._now = replace(self._now, phase=phase, done=done, total=total)
        self._news.set()

    def _phase(self, phase: Phase, code: ProofCode | None = None) -> None:
        with self._lock:
            self._now = replace(self._now, phase=phase, code=code.text if code else "")
        self._news.set()

    def _work(self) -> None:
        poster = Poster()
        try:
            over = False
            while not over:
                self._news.wait(_BEAT_SECONDS)
                self._news.clear()
                over = self._over.is_set()  # before what is told last: nothing follows that
                self._send(poster, self._now)
                self._over.wait(_GAP_SECONDS)
        finally:
            poster.close()

    def _send(self, poster: Poster, progress: Progress) -> None:
        try:
            status = poster.post(self._address, write_progress(progress))
        except InstallError as error:
            self._heard(False, f"{error.summary} {error.detail}")
        else:
            self._heard(status < 400 or status == 429, f"HTTP {status}")

    def _heard(self, heard: bool, text: str) -> None:
        """Note when the other side stops listening, and when it listens again; no more."""
        if heard == self._deaf:
            self._deaf = not heard
            told = "progress is told again" if heard else f"progress could not be told: {text}"
            with suppress(ValueError):  # the log is closed: the run is over
                self.note(told)


def _run_of(workspace: Path, address: str) -> str:
    """A random number; the same where a run that failed is tried again, so that the board does not
    take it for somebody else."""
    file = workspace / _FILE
    kept = jsonfile.read(file)
    if isinstance(kept, dict) and kept.get("to") == address and isinstance(kept.get("run"), str):
        age = time.time() - file.stat().st_mtime
        if len(kept["run"]) == 32 and age < _OLD_SECONDS:
            return str(kept["run"])
    run = secrets.token_hex(16)
    try:
        jsonfile.write(file, {"to": address, "run": run})
    except OSError:  # then it counts as another one next time
        return run
    return run
