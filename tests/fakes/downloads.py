"""What the tests of downloading share: a file, quick patience, and ears."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch, Patience
from app.core.network.trouble import ServerTrouble

QUICK = Patience(
    connect=2, read=1, stall=0.3, attempts=4, backoff=0.01, backoff_cap=0.05, longest_wait=1.5
)
DATA = random.Random(7).randbytes(3_000_000)
PATH = "/file.bin"
ROOT = Path(__file__).parents[2]
CERTIFICATES = Path(__file__).parent / "certificates"


def wanted(tmp_path: Path, *urls: str, data: bytes = DATA, size: int | None = -1) -> FileToFetch:
    return FileToFetch(
        urls=urls,
        target=tmp_path / "there" / "file.bin",
        size=len(data) if size == -1 else size,
        sha256=hashlib.sha256(data).hexdigest(),
    )


class Heard:
    """What the downloader told: byte counts and sentences."""

    def __init__(self) -> None:
        self.bytes: list[tuple[int, int | None]] = []
        self.sentences: list[str] = []

    def on_bytes(self, done: int, total: int | None) -> None:
        self.bytes.append((done, total))

    def never_decreased(self) -> bool:
        counts = [done for done, _total in self.bytes]
        return counts == sorted(counts)


def fetch(downloader: Downloader, file: FileToFetch, heard: Heard | None = None) -> Heard:
    heard = heard or Heard()
    path = downloader.fetch(file, Cancel(), heard.on_bytes, heard.sentences.append)
    assert path == file.target
    return heard


def left_behind(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "partials").iterdir())


def trouble_of(downloader: Downloader, file: FileToFetch) -> ServerTrouble:
    with pytest.raises(ServerTrouble) as caught:
        fetch(downloader, file)
    assert not file.target.exists()
    assert caught.value.summary
    assert caught.value.remedy
    return caught.value


def as_root(command: list[str]) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root on a POSIX system")
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this machine does not let us: {error}")
