"""Threads that work through jobs while the caller's thread watches over them.

The first error wins and stops the others. What a job does is not known here.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence

from app.core.cancel import Cancel
from app.core.network.tap import Tap

Job = Callable[[Tap], None]

_GLANCE = 0.05
_IDLE = 0.1
_PARTING = 0.2


class Crew:
    """`workers` threads for these jobs, in their order; used once.

    Workers that find no job left do `meanwhile` again and again until all jobs are done.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        workers: int,
        new_tap: Callable[[Cancel], Tap],
        cancel: Cancel,
        meanwhile: Job | None = None,
    ) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        for job in jobs:
            self._jobs.put(job)
        self._cancel = cancel
        self._stop = Cancel(parent=cancel)
        number = workers if meanwhile and jobs else min(workers, len(jobs))
        self._taps = [new_tap(self._stop) for _ in range(number)]
        self._meanwhile = meanwhile
        self._unfinished = len(jobs)
        self._error: BaseException | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()

    def run(self) -> None:
        """Do all jobs. Raises the first error of a job, or Cancelled within a blink of asking."""
        self._cancel.check()
        threads = [
            threading.Thread(target=self._work, args=(tap,), name="seedbed-download", daemon=True)
            for tap in self._taps
        ]
        for thread in threads:
            thread.start()
        while threads and not self._over.wait(_GLANCE) and not self._cancel.asked:
            self._watch()
        if self._cancel.asked or self._error is not None:
            self._send_home(threads)
        self._cancel.check()
        if self._error is not None:
            raise self._error

    def _work(self, tap: Tap) -> None:
        try:
            self._do_jobs(tap)
            while self._meanwhile and not self._over.wait(_IDLE) and not self._stop.asked:
                self._meanwhile(tap)
        except BaseException as error:  # carried to the caller's thread
            with self._lock:
                self._error = self._error or error
                self._over.set()

    def _do_jobs(self, tap: Tap) -> None:
        while not self._stop.asked:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            job(tap)
            with self._lock:
                self._unfinished -= 1
                if not self._unfinished:
                    self._over.set()

    def _watch(self) -> None:
        for tap in self._taps:
            tap.watch()

    def _send_home(self, threads: list[threading.Thread]) -> None:
        """Stop the others and give them a moment to put their files in order."""
        self._stop.set()
        self._watch()
        for thread in threads:
            thread.join(_PARTING / len(threads))
