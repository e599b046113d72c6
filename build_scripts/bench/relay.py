"""A slow, lossy line between two network devices: python relay.py RATE DELAY LOSS NAME NAME.

Reads packets from one TUN device and writes them to the other after a delay, at a rate, losing
some of those that come from the first (the server's side). Linux and root only. Prints "ready".
"""

from __future__ import annotations

import fcntl
import os
import random
import select
import struct
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x0001 | 0x1000
_MTU = 2048
_QUEUE_SECONDS = 0.1
_SEED = 20260101


@dataclass
class Way:
    """One direction of the line: when a packet that comes now comes out, or that it is lost.

    `rate` in bytes per second; a queue of 100 ms before it, as home routers have.
    """

    rate: float
    delay: float
    loss: float
    chance: Callable[[], float]
    _free: float = 0.0
    _under_way: deque[tuple[float, bytes]] = field(default_factory=deque)

    def put(self, packet: bytes, now: float) -> None:
        """Take a packet; it is dropped by chance or because the queue is full."""
        if self.loss and self.chance() < self.loss:
            return
        starts = max(self._free, now)
        if starts - now > _QUEUE_SECONDS:
            return
        self._free = starts + len(packet) / self.rate
        self._under_way.append((self._free + self.delay, packet))

    def due(self, now: float) -> list[bytes]:
        """The packets that have come out by now."""
        found = []
        while self._under_way and self._under_way[0][0] <= now:
            found.append(self._under_way.popleft()[1])
        return found

    def next(self) -> float | None:
        """When the next packet comes out, None while there is none."""
        return self._under_way[0][0] if self._under_way else None


def open_tun(name: str) -> int:
    """A new TUN device with this name. Raises OSError without the right to make one."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN_NO_PI))
    return tun


def _carry(first: int, second: int, there: Way, back: Way) -> None:
    """Carry packets both ways, for ever."""
    ways = {first: (there, second), second: (back, first)}
    while True:
        now = time.monotonic()
        waits = [at - now for way, _to in ways.values() if (at := way.next()) is not None]
        readable, _writable, _odd = select.select(
            list(ways), [], [], max(0.0, min(waits, default=1.0))
        )
        now = time.monotonic()
        for tun in readable:
            _take_all(tun, ways[tun][0], now)
        for way, to in ways.values():
            for packet in way.due(now):
                _write(to, packet)


def _take_all(tun: int, way: Way, now: float) -> None:
    while True:
        try:
            way.put(os.read(tun, _MTU), now)
        except (BlockingIOError, OSError):
            return


def _write(tun: int, packet: bytes) -> None:
    try:
        os.write(tun, packet)
    except OSError:  # a device that is not up yet loses packets, as cables do
        return


def main() -> int:
    """Run until killed."""
    rate, delay, loss = (float(text) for text in sys.argv[1:4])
    first, second = (open_tun(name) for name in sys.argv[4:6])
    chance = random.Random(_SEED).random
    print("ready", flush=True)
    _carry(first, second, Way(rate, delay, loss, chance), Way(rate, delay, 0.0, chance))
    return 0


if __name__ == "__main__":
    assert Path("/dev/net/tun").exists()
    sys.exit(main())
