"""Counts what runs through all taps: bytes from servers and folders, and what workers wait for.

Only sums, read by whoever wants to know a rate; it decides nothing.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Traffic:
    """Sums since the beginning: bytes `received` from servers and `copied` from folders; seconds
    that all workers together `waited` for bytes, and spent `writing` and proving them."""

    received: int = 0
    copied: int = 0
    waited: float = 0.0
    writing: float = 0.0


class Meter:
    """The sums of one downloader; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sums = Traffic()

    @property
    def traffic(self) -> Traffic:
        """The sums until now."""
        return self._sums

    def came(self, number: int, local: bool, waited: float) -> None:
        """`number` bytes came after `waited` seconds; `local` from a folder, else from a server."""
        with self._lock:
            sums = self._sums
            self._sums = replace(
                sums,
                received=sums.received + (0 if local else number),
                copied=sums.copied + (number if local else 0),
                waited=sums.waited + waited,
            )

    def used(self, seconds: float) -> None:
        """A worker was busy for `seconds` with what had come."""
        with self._lock:
            self._sums = replace(self._sums, writing=self._sums.writing + seconds)
