"""A small kit that is being shared on this computer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.making import Workbench, make_kit
from app.core.session import Session
from app.core.sharing.share import How, Share, start_sharing
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from tests.fakes.bench import Bench
from tests.fakes.small_workshop import SUBDIRS, make_workshop

HERE = How(ports=(0,), at="127.0.0.1", announce=False)
PAYLOAD = bytes(range(256)) * 20_000  # 5 MB


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Bench(tmp_path / "bench").session


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished kit with one big file, made once for all tests: that takes a while."""
    folder = tmp_path_factory.mktemp("finished")
    place = make_workshop(folder / "a workshop")
    (place / "notes" / "big.bin").write_bytes(PAYLOAD)
    session = Bench(folder / "bench").session
    opened = open_workshop(str(place), session, Cancel())
    bench = Workbench(session, Cancel(), lambda _event: None)
    return make_kit(opened, LockFor(SUBDIRS), folder / "kit", bench).folder


@pytest.fixture
def kit(finished: Path, tmp_path: Path) -> Path:
    """The same kit, to do with as one likes."""
    return Path(shutil.copytree(finished, tmp_path / "kit"))


@pytest.fixture
def share(kit: Path, session: Session) -> Iterator[Share]:
    found = start_sharing(kit, session, Cancel(), HERE)
    yield found
    found.stop()
