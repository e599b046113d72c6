"""What a run can wait for: network, disk, processor, conda, pip or the proof. Data only.

Where nothing measured tells, there is no limit to name. Judging is the business of `limit_watch`,
the sentences are in `limit_words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Work(StrEnum):
    """What a step is at work with."""

    FETCHING = "fetching"
    UNPACKING = "unpacking"
    SOLVING = "solving"
    INSTALLING = "installing"
    LINKING = "linking"
    PIP = "pip"
    PROVING = "proving"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Backlog:
    """Archives that have arrived and are not yet unpacked: their number and bytes, the bytes still
    `to_come`, archive bytes unpacked per busy second (`rate`), and the share of that time in which
    the unpacker itself was `computing`, not the system with its files."""

    archives: int = 0
    bytes: int = 0
    to_come: int | None = None
    rate: float | None = None
    computing: float = 0.0

    def outlasts(self, arriving: float) -> bool:
        """Whether unpacking will end later than what comes with `arriving` bytes per second."""
        if not self.archives or not self.rate:
            return False
        if self.to_come is None:
            return self.rate < arriving
        return (self.bytes + self.to_come) * arriving > self.to_come * self.rate


class Cause(StrEnum):
    """What limits a run."""

    DOWNLOAD = "download"
    NOTHING_ARRIVES = "nothing_arrives"
    UNPACKING_DISK = "unpacking_disk"
    UNPACKING_PROCESSOR = "unpacking_processor"
    WRITING = "writing"
    COPYING = "copying"
    READING_AGAIN = "reading_again"
    SOLVER = "solver"
    INSTALLER = "installer"
    CONDA = "conda"
    PIP = "pip"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a run waits for. `rate` is in bytes per second, `archives` wait to be unpacked;
    `alone` says that neither conda nor a transfer is at work besides."""

    cause: Cause
    rate: float | None = None
    archives: int = 0
    alone: bool = True
