"""What background work has found out so far, as one frozen value that the pages draw.

Answers of the person are the plan's; nothing here is ever written into a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from app.core.catalog.installers import Catalog
from app.core.finding import Finding
from app.core.machine.facts import Machine
from app.core.packages.channel_index import PackageFact
from app.core.packages.search import PackageSearch
from app.core.packages.sizes import Sizes
from app.errors import InstallError


class Transfer(Enum):
    """Where the early download of the installer stands."""

    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    DONE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Download:
    """The early download: bytes, bytes per second and seconds; None where not known."""

    state: Transfer = Transfer.IDLE
    done: int = 0
    total: int | None = None
    rate: float | None = None
    seconds_left: float | None = None
    stopping: bool = False
    error: InstallError | None = None


@dataclass(frozen=True, slots=True)
class PresetSize:
    """How big a set of libraries is, or why it cannot be had or known."""

    sizes: Sizes = field(default_factory=Sizes)
    error: InstallError | None = None


@dataclass(frozen=True, slots=True)
class InChannel:
    """What the plan's channels have, as far as it was read. `search` is None until they answered;
    `facts` are None for packages of which nothing is stated; `presets` go by the preset's id."""

    search: PackageSearch | None = None
    facts: Mapping[str, PackageFact | None] = field(default_factory=dict)
    presets: Mapping[str, PresetSize] = field(default_factory=dict)


# The field of findings that the workshop's own catalogue answers.
DISTRIBUTION = "workshop.distribution"


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known beside the plan. `catalog` is None until it has been read.

    `other_packages` are the bytes of all packages with the other kind of builds (CUDA instead of
    the processor, or the reverse), None where that is not known or no question.
    """

    machine: Machine
    catalog: Catalog | None = None
    findings: tuple[Finding, ...] = ()
    troubles: tuple[Finding, ...] = ()
    pythons: tuple[str, ...] = ()
    asking_pythons: bool = False
    sizes: Sizes = field(default_factory=Sizes)
    solving: bool = False
    other_packages: int | None = None
    channel: InChannel = field(default_factory=InChannel)
    download: Download = Download()

    @property
    def sizes_left(self) -> Sizes:
        """The sizes, with what the early download has brought no longer missing."""
        done, whole = self.download.done, self.sizes.installer or 0
        return self.sizes.fetched(whole if self.download.state is Transfer.DONE else done)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings of the checks, and what background work ran into. Without the workshop's
        catalogue the checks know nothing of its distribution: why it is not there is told."""
        found = self.findings
        if self.without_catalog:
            found = tuple(finding for finding in found if finding.field != DISTRIBUTION)
        return (*found, *self.troubles)

    @property
    def without_catalog(self) -> bool:
        """Whether the workshop's own catalogue could not be read."""
        return any(trouble.field == DISTRIBUTION for trouble in self.troubles)
