"""The files that downloaders are compared with: random bytes, made once, with their hashes."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Payload:
    """One file of a served folder: its name there, its bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def make(folder: Path, name: str, size: int) -> Payload:
    """Write `size` bytes that no one can compress; the same name gives the same bytes."""
    source, digest = random.Random(name), hashlib.sha256()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, size, _CHUNK):
            piece = source.randbytes(min(_CHUNK, size - start))
            digest.update(piece)
            file.write(piece)
    return Payload(name, size, digest.hexdigest())


def make_many(folder: Path, name: str, size: int, count: int) -> tuple[Payload, ...]:
    """`count` files of `size` bytes below a folder called `name`."""
    return tuple(make(folder, f"{name}/{number:03}.bin", size) for number in range(count))
