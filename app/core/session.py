"""What lives as long as the program: platform, door to the network, caches, catalogue.

Made once by each front end and handed down; a plan or a run is not part of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.core.after.lessons import usual_folder
from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.catalog import installers as catalogs
from app.core.catalog import mirrors as mirror_catalogs
from app.core.catalog.installers import Catalog
from app.core.catalog.mirrors import Mirrors
from app.core.catalog.presets import preset
from app.core.machine.facts import Machine
from app.core.machine.folder import safe_folder
from app.core.mirrors import remembered
from app.core.network.download import Downloader
from app.core.network.trust import trust_somebody
from app.core.packages.solve import RattlerSolver, Solver
from app.core.place import as_url, beside, folder_name
from app.core.plan import Plan, Target, Workshop
from app.core.processes.childenv import of_the_person
from app.core.run.journal import Journal, Owner
from app.core.shell import Shell
from app.i18n import _
from app.paths import cache_folder, workspace_for
from app.platforms import current
from app.platforms.base import Platform

DEFAULT_PRESET = "machine-learning"
_CATALOG_BYTES = 1024 * 1024
_FOLDER_NAMES = {"miniconda": "miniconda3", "miniforge": "miniforge3"}
_OTHER_FOLDER_NAME = "seedbed"


@dataclass(frozen=True, slots=True)
class Session:
    """The program's surroundings; tests build one around temporary folders."""

    platform: Platform
    download: Downloader
    cache: Path
    home: Path
    environ: Mapping[str, str]
    catalog: Catalog
    mirrors: Mirrors = field(default_factory=mirror_catalogs.built_in)

    @classmethod
    def start(cls) -> Session:
        """The session of this computer and user."""
        cache, platform = cache_folder(), current()
        trust_somebody(platform.family, os.environ)
        return cls(
            platform=platform,
            download=Downloader(cache / CacheKind.PARTIALS),
            cache=cache,
            home=Path.home(),
            environ=of_the_person(os.environ),
            catalog=catalogs.built_in(),
        )

    @property
    def subdir(self) -> str:
        """conda's name for this computer's platform, "" where conda has none for it."""
        return self.platform.conda_subdir(self.platform.cpu_facts().architecture)

    def shell(
        self,
        cancel: Cancel,
        log: Callable[[str], None] | None = None,
        on_child: Callable[[int, bool], None] | None = None,
    ) -> Shell:
        """A door to processes that closes when `cancel` is raised."""
        return Shell(self.platform, cancel, log, on_child)

    def workspace(self, plan: Plan) -> Path:
        """Our folder about the plan's conda installation."""
        return workspace_for(plan.target.folder)

    def solver(self, plan: Plan, cancel: Cancel) -> Solver:
        """A solver that works before anything is installed."""
        return RattlerSolver(self.shell(cancel), self.cache)

    def quiet_solver(self, cancel: Cancel) -> RattlerSolver:
        """As `solver`, for what nobody waits for: it gives way to everything else."""
        return RattlerSolver(self.shell(cancel), self.cache, quiet=True)

    def catalog_for(self, plan: Plan, cancel: Cancel) -> Catalog:
        """The built-in catalogue, and over it the workshop's own where it brings one.

        Raises PlanInvalid or NoNetwork where that one cannot be read.
        """
        reference = plan.workshop.catalog
        if not reference or not plan.target.source:
            return self.catalog
        place = beside(plan.target.source, reference, _("The catalogue"))
        data = self.download.read(as_url(place), _CATALOG_BYTES, cancel)
        own = catalogs.read(data.decode("utf-8", errors="replace"), plan.target.source)
        return self.catalog.merged_with(own)

    def new_plan(self) -> Plan:
        """The plan of a person who has not answered anything yet."""
        workshop = Workshop(packages=preset(DEFAULT_PRESET).packages)
        return self.opened(workshop, "")

    def recommended_folder(self, workshop: Workshop, machine: Machine | None = None) -> Path:
        """The safe folder for the workshop's distribution."""
        name = _FOLDER_NAMES.get(workshop.distribution, _OTHER_FOLDER_NAME)
        known = machine or Machine(family=self.platform.family, home=str(self.home))
        return safe_folder(name, known, self.platform, self.environ, _is_ours)

    def opened(self, workshop: Workshop, source: str) -> Plan:
        """The plan of a person who opened a workshop."""
        folder = self.recommended_folder(workshop)
        target = Target(
            folder=folder,
            source=source,
            materials_folder=self._materials_folder(workshop),
            lessons_folder=usual_folder(self.platform, self.home, self.environ),
            mirrors=remembered.load(self.mirrors),
        )
        return Plan(workshop, target)

    def _materials_folder(self, workshop: Workshop) -> Path | None:
        """Where the workshop's materials go unless the person says otherwise."""
        if not workshop.materials:
            return None
        documents = self.platform.documents_folder(self.home, self.environ)
        return documents / folder_name(workshop.title, "workshop")


def _is_ours(folder: Path) -> bool:
    """Whether a run of ours has begun or finished this folder: then it is the one to go on with."""
    owner = Journal(workspace_for(folder)).owner(folder)
    return owner in (Owner.UNFINISHED, Owner.COMPLETE)
