"""A workbench for tests of steps: a whole small world in a temporary folder, nothing replaced.

The installer, conda and the packages in it are small real programs and files; see fake_installer.sh
and fake_python.py for how they can misbehave.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.core.cancel import Cancel
from app.core.catalog import mirrors as mirror_catalogs
from app.core.catalog.installers import Catalog, Distribution, Installer
from app.core.catalog.mirrors import Mirrors
from app.core.machine.facts import Machine
from app.core.network.download import Downloader
from app.core.plan import Plan, Target, Workshop
from app.core.run.events import Event, Line, Progress, Stream, Unit
from app.core.run.journal import Journal
from app.core.run.limit import Backlog, Work
from app.core.run.step import Context
from app.core.session import Session
from app.platforms import current
from app.platforms.base import CpuFacts

HERE = Path(__file__).parent
INSTALLER = HERE / "fake_installer.sh"
SUBDIR = "linux-64"
PACKAGES = ("python-3.12.1-0", "tiny-1.0-0", "pip-25.0-0")


@dataclass
class Told:
    """A reporter that remembers."""

    lines: list[str] = field(default_factory=list)
    counts: list[tuple[int, int | None, Unit, str]] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)

    def line(self, text: str, stream: Stream = Stream.NOTE) -> None:
        self.lines.append(text)

    def progress(self, done: int, total: int | None, unit: Unit, detail: str) -> None:
        self.counts.append((done, total, unit, detail))

    def at_work(self, work: Work, backlog: Backlog | None = None) -> None:
        self.works.append(work)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def python_program() -> str:
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(HERE / 'fake_python.py'))}"


def channel(folder: Path, names: tuple[str, ...] = PACKAGES) -> tuple[str, ...]:
    """Package files in `folder`, as the lines of an explicit file."""
    place = folder / SUBDIR
    place.mkdir(parents=True, exist_ok=True)
    lines = []
    for name in names:
        file = place / f"{name}.conda"
        file.write_bytes(name.encode() * 1000)
        digest = hashlib.md5(file.read_bytes()).hexdigest()
        lines.append(f"{file.as_uri()}#{digest}")
    return tuple(lines)


def catalog(installer: Path = INSTALLER, **changes: Any) -> Catalog:
    """A catalogue with one distribution, whose installer is a file."""
    entry = Installer(
        distribution="miniconda",
        version="26.9.4",
        os="linux",
        cpu="x86_64",
        file=installer.name,
        urls=(installer.as_uri(),),
        size=installer.stat().st_size,
        sha256=sha256(installer),
    )
    return Catalog((Distribution("miniconda", "Miniconda"),), (replace(entry, **changes),))


@dataclass
class Bench:
    """A person's computer: a home, a target folder, a cache, and the plan for it."""

    root: Path
    told: Told = field(default_factory=Told)
    cancel: Cancel = field(default_factory=Cancel)
    catalog: Catalog = field(default_factory=catalog)
    mirrors: Mirrors = field(default_factory=mirror_catalogs.built_in)
    machine: Machine = field(
        default_factory=lambda: Machine(family="linux", cpu=CpuFacts("x86_64", "x86_64"))
    )

    def __post_init__(self) -> None:
        for name in ("home", "cache", "kit", "work"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        workshop = Workshop(environment="ml", explicit=channel(self.root / "kit"))
        self.plan = Plan(
            workshop,
            Target(
                folder=self.root / "conda",
                source=str(self.root / "kit"),
                licence_accepted=True,
                materials_folder=self.root / "home" / "materials",
            ),
        )

    @property
    def session(self) -> Session:
        return Session(
            platform=current(),
            download=Downloader(self.root / "cache" / "partials"),
            cache=self.root / "cache",
            home=self.root / "home",
            environ={},
            catalog=self.catalog,
            mirrors=self.mirrors,
        )

    @property
    def workspace(self) -> Path:
        return self.root / "work"

    def context(self) -> Context:
        """A context as a new run would make it: the journal is read again."""
        session, journal = self.session, Journal(self.workspace)
        return Context(
            plan=self.plan,
            machine=self.machine,
            platform=session.platform,
            catalog=self.catalog,
            shell=session.shell(self.cancel, on_child=journal.note_child),
            download=session.download,
            journal=journal,
            cancel=self.cancel,
            report=self.told,
            workspace=self.workspace,
            cache=session.cache,
            home=session.home,
            environ=session.environ,
            mirrors=self.mirrors,
        )


def contents(folder: Path) -> Mapping[str, str]:
    """Every file below `folder` with its hash: two of these tell whether anything changed."""
    return {
        str(path.relative_to(folder)): sha256(path) if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
    }


def names(events: list[Event]) -> list[str]:
    """What happened, without lines and progress."""
    kept = [event for event in events if not isinstance(event, Line | Progress)]
    return [f"{type(event).__name__} {getattr(event, 'step', '')}".strip() for event in kept]


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that another thread or process does."""
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


ENVIRONMENT = {"FAKE_PYTHON_PROGRAM": python_program(), "PATH": os.environ.get("PATH", "")}
