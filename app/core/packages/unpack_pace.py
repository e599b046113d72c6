"""How much has arrived and waits to be unpacked, and how fast unpacking goes while it has work.

Only measures; unpacking is `unpack`'s business, judging what it means that of `run.limit`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.core.run.limit import Backlog

_SHORTEST_SECONDS = 0.2


class UnpackPace:
    """One unpacker's backlog; may be used from several threads.

    The speed is measured from the first archive that is done, since the child needs a moment to
    come up, and only while something waits.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, int] = {}
        self._since: float | None = None
        self._busy = 0.0
        self._bytes = 0
        self._computed: float | None = None
        self._computing = 0.0

    def arrived(self, name: str, size: int) -> None:
        """An archive of `size` bytes waits from now on."""
        with self._lock:
            if not self._waiting and self._computed is not None:
                self._since = self._clock()
            self._waiting[name] = size

    def done(self, name: str, computed: float) -> None:
        """It is unpacked, or refused; the child has computed for so many seconds by now."""
        with self._lock:
            size = self._waiting.pop(name, 0)
            now = self._clock()
            if self._since is not None and self._computed is not None:
                self._busy += now - self._since
                self._bytes += size
                self._computing += computed - self._computed
            self._computed = computed
            self._since = now if self._waiting else None

    def backlog(self, to_come: int | None) -> Backlog:
        """What waits now, where `to_come` bytes are still to arrive."""
        with self._lock:
            measured = self._busy >= _SHORTEST_SECONDS and self._bytes > 0
            return Backlog(
                archives=len(self._waiting),
                bytes=sum(self._waiting.values()),
                to_come=to_come,
                rate=self._bytes / self._busy if measured else None,
                computing=min(1.0, self._computing / self._busy) if measured else 0.0,
            )
