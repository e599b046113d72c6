"""What one benchmark run is made with: the line, the sizes, the number of repetitions.

Every value is written into the result, so that a figure can be judged by how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MB = 1_000_000
_BITS = 8


@dataclass(frozen=True, slots=True)
class Rates:
    """A line: bits per second of the whole and of one connection (None: no limit), and the
    seconds that pass before each answer."""

    link: float | None
    connection: float | None
    delay: float

    @property
    def link_bytes(self) -> float | None:
        """The whole line in bytes per second."""
        return None if self.link is None else self.link / _BITS

    @property
    def connection_bytes(self) -> float | None:
        """One connection in bytes per second."""
        return None if self.connection is None else self.connection / _BITS


UNLIMITED = Rates(None, None, 0.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes in bytes, rates in bits per second, times in seconds."""

    rates: Rates = Rates(50e6, 20e6, 0.040)
    pairs: int = 3
    big: int = 500 * MB
    big_slow: int = 100 * MB
    big_relay: int = 50 * MB
    small: int = 300_000
    small_count: int = 300
    aria2_connections: int = 8
    relay_round_trip: float = 0.050
    relay_loss: float = 0.001

    def quick(self) -> Settings:
        """One pair and smaller files where the line is slow; the loopback sizes stay."""
        return replace(
            self,
            pairs=1,
            big_slow=40 * MB,
            big_relay=20 * MB,
        )
