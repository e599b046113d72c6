"""A clock that a test moves by hand; time itself does not pass."""

from __future__ import annotations


class Clock:
    """Answers with `now`, in seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now
