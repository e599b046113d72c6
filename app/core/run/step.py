"""What a step must offer, and what it may touch while it works.

Steps do; they never ask, never print, and know nothing of each other except the names they come
`after` or work `beside`. Order, weights and clean-up are the runner's business.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.core.cancel import Cancel
from app.core.catalog import mirrors as mirror_catalogs
from app.core.catalog.installers import Catalog
from app.core.catalog.mirrors import Mirrors
from app.core.conda.commands import CondaAt
from app.core.consent import Kind
from app.core.machine.facts import Machine
from app.core.network.download import Downloader
from app.core.plan import Plan
from app.core.run.events import Stream, Unit
from app.core.run.journal import Journal
from app.core.run.limit import Backlog, Work
from app.core.shell import Shell
from app.platforms.base import Platform


class Reporter(Protocol):
    """How a step speaks; the runner turns it into events."""

    def line(self, text: str, stream: Stream = Stream.NOTE) -> None:
        """Say one line."""

    def progress(self, done: int, total: int | None, unit: Unit, detail: str) -> None:
        """Say how far the work is; `total` None where nothing can be counted."""

    def at_work(self, work: Work, backlog: Backlog | None = None) -> None:
        """Say what is being done from now on, and what waits to be unpacked."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a step may touch. `is_over` tells whether the step of that name has ended,
    or is not part of this run."""

    plan: Plan
    machine: Machine
    platform: Platform
    catalog: Catalog
    shell: Shell
    download: Downloader
    journal: Journal
    cancel: Cancel
    report: Reporter
    workspace: Path
    cache: Path
    home: Path
    environ: Mapping[str, str]
    is_over: Callable[[str], bool] = lambda _step: True
    mirrors: Mirrors = field(default_factory=mirror_catalogs.built_in)

    @property
    def conda(self) -> CondaAt:
        """The plan's conda, whether it is installed yet or not."""
        return CondaAt(self.platform, self.plan.target.folder, self.workspace / "home")

    def urls(self, official: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
        """Where to fetch a file: the servers that the person consented to, then the official."""
        return self.mirrors.urls(official, kind, self.plan.target.mirrors)


@dataclass(frozen=True)
class Step(ABC):
    """Base of all steps: `name` is stable, `title` is shown, `weight` is roughly seconds of work
    on an ordinary computer, `after` names the steps that must be done first, `beside` those that
    it works along with and ends after."""

    name: str = field(init=False)
    weight: float = field(init=False, default=1.0)
    after: tuple[str, ...] = field(init=False, default=())
    beside: tuple[str, ...] = field(init=False, default=())

    @property
    @abstractmethod
    def title(self) -> str:
        """The sentence to show while the step works, in the person's language."""

    def already_done(self, ctx: Context) -> str:
        """Why there is nothing to do, or "" if there is. Reads only."""
        return ""

    @abstractmethod
    def run(self, ctx: Context) -> None:
        """Do the work. Raises InstallError, or Cancelled when the flag was raised."""

    def clean_up(self, ctx: Context) -> None:  # noqa: B027 - most steps leave nothing half done
        """Remove what a failed or cancelled `run` left that a second run could not use."""
