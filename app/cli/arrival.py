"""Tells on the terminal how a zipped kit arrives from an address, for that may take long."""

from __future__ import annotations

import time

from app.cli.texts import console
from app.core.amounts import arrival_text

_EVERY_SECONDS = 3.0


class Arrival:
    """Called with bytes as often as one likes; silent while nothing takes long."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, done: int, total: int | None) -> None:
        """`done` bytes of `total` are here."""
        now = time.monotonic()
        if now - self._told < _EVERY_SECONDS:
            return
        self._told = now
        console().print(arrival_text(done, total), markup=False)
