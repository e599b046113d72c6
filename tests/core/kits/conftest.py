"""A small workshop, and a computer to make a kit of it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.making import Made, Workbench, make_kit
from app.core.run.events import Event
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from tests.fakes.bench import Bench
from tests.fakes.small_workshop import SUBDIRS, make_workshop

Make = Callable[..., Made]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Bench(tmp_path / "bench").session


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return make_workshop(tmp_path / "a workshop")


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def make(session: Session, tmp_path: Path, events: list[Event]) -> Make:
    """Makes a kit in `tmp_path`/kit."""

    def made(place: Path | str, *subdirs: str) -> Made:
        opened = open_workshop(str(place), session, Cancel())
        bench = Workbench(session, Cancel(), events.append)
        return make_kit(opened, LockFor(subdirs or SUBDIRS), tmp_path / "kit", bench)

    return made
