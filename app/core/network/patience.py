"""How long a download waits and how often it tries: numbers only, so that tests can be quick."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one download; every duration is in seconds.

    `read` is the wait for an answer to begin, `stall` the longest silence inside one. `attempts`
    counts failures in a row on one server that brought nothing new. `longest_wait` is how much of
    a server's Retry-After we put up with. A connection that brings less than `slowest` bytes per
    second over `slow_window` is given up for another. A document that after `document_time` comes
    with less than `document_slowest` is not waited for, and not asked for again.
    """

    connect: float = 10.0
    read: float = 30.0
    stall: float = 20.0
    attempts: int = 5
    backoff: float = 0.5
    backoff_cap: float = 20.0
    longest_wait: float = 60.0
    slowest: float = 50_000.0
    slow_window: float = 60.0
    document_time: float = 20.0
    document_slowest: float = 1_000.0

    def pause(self, failures: int, chance: float) -> float:
        """The wait after that many failures in a row; `chance` in 0..1 spreads a class of
        computers, so that they do not all come back at once (failures F24)."""
        longest = min(self.backoff_cap, self.backoff * 2.0 ** max(0, failures - 1))
        return longest * (0.5 + 0.5 * chance)
