"""The flag that stops work: everyone checks it, nobody is interrupted by force."""

from __future__ import annotations

import threading

from app.errors import Cancelled


class Cancel:
    """A flag that may be raised from any thread; a child flag is raised with its parent."""

    def __init__(self, parent: Cancel | None = None) -> None:
        self._event = threading.Event()
        self._parent = parent

    def set(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Whether the work should stop."""
        return self._event.is_set() or (self._parent is not None and self._parent.asked)

    def check(self) -> None:
        """Raise Cancelled if the work should stop."""
        if self.asked:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait up to `seconds`, or until asked to stop; then raise Cancelled."""
        remaining = seconds
        while remaining > 0 and not self.asked:
            self._event.wait(min(0.05, remaining))
            remaining -= 0.05
        self.check()
