"""Which installers exist: for which distribution, version, system and processor, and where.

Nothing is fetched or run here; hashes that only the publisher knows are origin_hash's business.
Texts are English and pass through `_()` where they are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.catalog.catalog_file import CatalogFile, read_catalog
from app.core.foreign_text import shown
from app.core.plan import Workshop
from app.errors import PlanInvalid
from app.i18n import _, listing, sentences
from app.paths import resource

LATEST = "latest"
# Windows on ARM runs programs made for x86_64 (conda-facts §2.1).
_EMULATED = {("windows", "arm64"): "x86_64"}
_SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A way to get conda, and the terms under which it comes."""

    id: str
    title: str
    publisher: str = ""
    summary: str = ""
    licence_name: str = ""
    licence_url: str = ""
    licence_text: str = ""


@dataclass(frozen=True, slots=True)
class Installer:
    """One installer file. `size` is in bytes, None if unknown.

    `sha256` is ours; where it is "", `hash_url` is the place where the publisher gives it and
    `hash_format` is "files.json" or "sha256" (conda-facts §2.1, §2.2).
    """

    distribution: str
    version: str
    os: str
    cpu: str
    file: str
    urls: tuple[str, ...]
    size: int | None
    sha256: str
    hash_url: str = ""
    hash_format: str = ""

    def path_in(self, cache: Path) -> Path:
        """Where our cache keeps it. The hash in the path keeps versions apart: a "latest" file
        has the same name every month."""
        return cache / CacheKind.INSTALLERS / self.sha256[:16] / self.file


@dataclass(frozen=True, slots=True)
class Catalog:
    """All distributions and installers that can be chosen, newest versions first."""

    distributions: tuple[Distribution, ...]
    installers: tuple[Installer, ...]

    def distribution(self, id: str) -> Distribution:
        """The distribution called `id`. Raises PlanInvalid if there is none."""
        for distribution in self.distributions:
            if distribution.id == id:
                return distribution
        raise PlanInvalid(
            _("There is no distribution called “{name}”.").format(name=shown(id)),
            _("Choose one of: {names}.").format(
                names=listing(known.id for known in self.distributions)
            ),
        )

    def versions(self, distribution: str, family: str, cpu: str) -> tuple[str, ...]:
        """The versions that run on this system and processor, newest first."""
        return tuple(dict.fromkeys(i.version for i in self._for(distribution, family, cpu)))

    def choose(self, distribution: str, version: str, family: str, cpu: str) -> Installer:
        """The installer of `version` ("latest" for the newest) for this system and processor.

        Raises PlanInvalid, with what does exist as the remedy, if there is none.
        """
        known = self.distribution(distribution)
        suitable = self._for(distribution, family, cpu)
        for installer in suitable:
            if installer.version == version:
                return installer
        if version == LATEST and suitable and not self._has_latest(distribution):
            return suitable[0]
        raise self._nothing(known, version, family, cpu)

    def for_workshop(self, workshop: Workshop, family: str, cpu: str) -> Installer:
        """The installer that a workshop wants on this system and processor. Raises as `choose`."""
        return self.choose(workshop.distribution, workshop.distribution_version, family, cpu)

    def merged_with(self, other: Catalog) -> Catalog:
        """Both catalogues in one; where both know the same thing, `other` is right."""
        ids = {distribution.id for distribution in other.distributions}
        keys = {_key(installer) for installer in other.installers}
        distributions = [known for known in self.distributions if known.id not in ids]
        installers = [known for known in self.installers if _key(known) not in keys]
        return Catalog(
            (*distributions, *other.distributions), _sorted((*other.installers, *installers))
        )

    def _for(self, distribution: str, family: str, cpu: str) -> list[Installer]:
        own = [i for i in self.installers if i.distribution == distribution and i.os == family]
        native = [installer for installer in own if installer.cpu == cpu]
        emulated = _EMULATED.get((family, cpu), "")
        return native or [installer for installer in own if installer.cpu == emulated]

    def _has_latest(self, distribution: str) -> bool:
        return any(i.version == LATEST and i.distribution == distribution for i in self.installers)

    def _nothing(
        self, distribution: Distribution, version: str, family: str, cpu: str
    ) -> PlanInvalid:
        computer = f"{_SYSTEMS.get(family, family)} ({cpu})"
        versions = self.versions(distribution.id, family, cpu)
        others = [
            other.title
            for other in self.distributions
            if other.id != distribution.id and self.versions(other.id, family, cpu)
        ]
        remedies = []
        if versions:
            remedies.append(
                _("For this computer there is {title} {versions}.").format(
                    title=distribution.title, versions=listing(versions)
                )
            )
        if others:
            remedies.append(_("Choose {names} instead.").format(names=_(" or ").join(others)))
        if not remedies:
            remedies.append(_("Seedbed cannot install conda on this kind of computer."))
        if version == LATEST:
            summary = _("The newest {title} is not made for {computer}.")
        else:
            summary = _("There is no {title} {version} for {computer}.")
        return PlanInvalid(
            summary.format(title=distribution.title, version=shown(version, 60), computer=computer),
            sentences(*remedies),
        )


@cache
def built_in() -> Catalog:
    """Our own catalogue: the official servers of conda-facts §2."""
    text = resource("catalog/installers.toml").read_text(encoding="utf-8")
    return _from_file(read_catalog(text, ""))


def read(text: str, base: str) -> Catalog:
    """The catalogue of a kit. `base` is the folder (as text) or the http(s) address that relative
    addresses in it are relative to. Raises PlanInvalid, with the line, for anything wrong."""
    return _from_file(read_catalog(text, base))


def _from_file(file: CatalogFile) -> Catalog:
    return Catalog(
        tuple(Distribution(**values) for values in file.distributions),
        _sorted(tuple(Installer(**values) for values in file.installers)),
    )


def _key(installer: Installer) -> tuple[str, str, str, str]:
    return (installer.distribution, installer.version, installer.os, installer.cpu)


def _sorted(installers: tuple[Installer, ...]) -> tuple[Installer, ...]:
    return tuple(sorted(installers, key=lambda i: _newness(i.version), reverse=True))


def _newness(version: str) -> tuple[bool, tuple[int, ...], str]:
    """Sorts "latest" above all, then by conda's version, then by the bundled Python's."""
    python, _underscore, conda = version.rpartition("_")
    numbers = tuple(int(number) for number in re.findall(r"\d+", conda)[:8])
    return (version == LATEST, numbers, python)
