"""What the resolver chooses among: wheels that suit a target, and what conda has installed.

How choices are made is `resolving`'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from app.core.cancel import Cancel
from app.core.wheels.index import Index
from app.core.wheels.index_page import Wheel
from app.core.wheels.targets import WheelTarget
from app.errors import InstallError, PlanInvalid
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Candidate:
    """One version of a project with some extras; without a `wheel` it is conda's, whose version is
    None where it is not one of PyPI's."""

    name: str
    extras: frozenset[str]
    version: Version | None
    wheel: Wheel | None = None

    @property
    def identifier(self) -> str:
        """Its name with its extras."""
        return identifier(self.name, self.extras)

    @property
    def text(self) -> str:
        """As people write it."""
        return f"{self.name} {self.version}" if self.version else self.name


def identifier(name: str, extras: frozenset[str] | set[str]) -> str:
    """One text for a project with extras."""
    name = canonicalize_name(name)
    return f"{name}[{','.join(sorted(extras))}]" if extras else name


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be had for one target. `hashes` are those that the instructor allows, by name."""

    target: WheelTarget
    index: Index
    installed: Mapping[str, Version | None]
    hashes: Mapping[str, frozenset[str]]
    cancel: Cancel

    def versions(self, name: str) -> dict[Version, Wheel]:
        """The best wheel of each version that suits the target, the newest first."""
        best: dict[Version, Wheel] = {}
        for wheel in self.index.project(name, self.cancel).wheels:
            if not self._fits(wheel):
                continue
            other = best.get(wheel.version)
            if other is None or self._rank(wheel) < self._rank(other):
                best[wheel.version] = wheel
        return dict(sorted(best.items(), reverse=True))

    def needs(self, candidate: Candidate) -> list[Requirement]:
        """What a candidate needs on the target; one with extras also needs itself without."""
        wheel = candidate.wheel or (self._like(candidate) if candidate.extras else None)
        if wheel is None:
            return []  # conda has seen to it
        wanted = self.index.needs(wheel, self.cancel)
        if not candidate.extras:
            return [one for one in wanted if self.holds(one, "")]
        found = [
            one
            for one in wanted
            if not self.holds(one, "") and any(self.holds(one, extra) for extra in candidate.extras)
        ]
        own = f"=={candidate.version}" if candidate.version else ""
        return [*found, Requirement(candidate.name + own)]

    def holds(self, requirement: Requirement, extra: str) -> bool:
        """Whether a requirement's marker holds on the target."""
        marker = requirement.marker
        return marker is None or marker.evaluate({**self.target.markers, "extra": extra})

    def why_none(self, name: str) -> InstallError | None:
        """Why there is no wheel of a project at all; None where versions are the matter."""
        project = self.index.project(name, self.cancel)
        words = {
            "name": name, "platform": self.target.subdir, "python": self.target.minor,
        }  # fmt: skip
        remedy = _("Take it from a conda channel, under “packages”, or leave it out.")
        if not project.wheels and not project.sources:
            return PlanInvalid(
                _("PyPI has no package called “{name}”.").format(**words),
                _("Check the spelling."),
            )
        if not project.wheels:
            text = _("{name} is published as source code only, and a kit needs ready builds.")
            return PlanInvalid(text.format(**words), remedy)
        if self.hashes.get(name) and not any(map(self._is_allowed, project.wheels)):
            text = _("No ready build of {name} has one of the checksums that were given for it.")
            return PlanInvalid(text.format(**words), _("Correct the checksums, or leave them out."))
        if not self.versions(name):
            text = _("{name} has no ready build for {platform} with Python {python}.")
            return PlanInvalid(text.format(**words), remedy)
        return None

    def _fits(self, wheel: Wheel) -> bool:
        return (
            not self.target.ranks.keys().isdisjoint(wheel.tags)
            and wheel.suits(self.target.python)
            and self._is_allowed(wheel)
        )

    def _is_allowed(self, wheel: Wheel) -> bool:
        allowed = self.hashes.get(wheel.name)
        return not allowed or wheel.sha256 in allowed

    def _rank(self, wheel: Wheel) -> int:
        ranks = self.target.ranks
        return min(ranks[tag] for tag in wheel.tags if tag in ranks)

    def _like(self, candidate: Candidate) -> Wheel | None:
        """A wheel of what conda has, only to read which libraries its extras need."""
        wheels = self.index.project(candidate.name, self.cancel).wheels
        return next((wheel for wheel in wheels if wheel.version == candidate.version), None)
