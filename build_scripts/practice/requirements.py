"""Translate what PyPI says about versions and dependencies into conda's words.

Pure functions on text and on `packaging` objects; reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name

# The few projects whose conda name is not their normalised PyPI name.
_CONDA_NAMES = {"ruamel-yaml": "ruamel.yaml", "ruamel-yaml-clib": "ruamel.yaml.clib"}


@dataclass(frozen=True)
class Pin:
    """One line of a locked requirements file; `hashes` are lower-case SHA-256 values."""

    name: str
    version: str
    marker: Marker | None
    hashes: frozenset[str]

    def applies(self, environment: Mapping[str, str]) -> bool:
        """True if the lock wants this pin in a Python described by `environment`."""
        return self.marker is None or self.marker.evaluate(dict(environment))

    def line(self) -> str:
        """The pin as pip reads it, without the marker."""
        hashes = " ".join(f"--hash=sha256:{value}" for value in sorted(self.hashes))
        return f"{self.name}=={self.version} {hashes}"


@dataclass(frozen=True)
class Distribution:
    """What a wheel's METADATA says: normalised name, version, requirements."""

    name: str
    version: str
    requires: tuple[Requirement, ...] = ()
    requires_python: str = ""
    summary: str = ""
    licence: str = ""


def read_lock(text: str) -> tuple[Pin, ...]:
    """The pins of a requirements file with hashes.

    Raises ValueError for a line that is no exact pin with a hash.
    """
    pins = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        stripped = line.split("#", 1)[0].strip()
        if not stripped:
            continue
        hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", stripped))
        requirement = Requirement(re.split(r"\s--hash=", stripped, maxsplit=1)[0].strip())
        exact = re.fullmatch(r"==([^*,]+)", str(requirement.specifier))
        if not exact or not hashes:
            raise ValueError(f"not an exact pin with a hash: {line.strip()!r}")
        name = canonicalize_name(requirement.name)
        pins.append(Pin(name, exact[1], requirement.marker, hashes))
    return tuple(pins)


def environment_of(
    python_version: str, differing: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The marker environment under another CPython, e.g. "3.12.1": that of this system but for
    what is `differing`."""
    minor = ".".join(python_version.split(".")[:2])
    environment = {key: str(value) for key, value in default_environment().items()}
    environment.update(
        python_version=minor,
        python_full_version=python_version,
        implementation_version=python_version,
        implementation_name="cpython",
        platform_python_implementation="CPython",
        extra="",
        **(differing or {}),
    )
    return environment


def conda_name(name: str) -> str:
    """The conda name of a PyPI project: normalised, with the field's few exceptions."""
    normalised = canonicalize_name(name)
    return _CONDA_NAMES.get(normalised, normalised)


def conda_versions(specifiers: SpecifierSet) -> str:
    """A PEP 440 specifier set as a conda version condition ("" if anything goes)."""
    return ",".join(sorted(_one(specifier) for specifier in specifiers))


def _one(specifier: Specifier) -> str:
    version = specifier.version
    match specifier.operator:
        case "==" if version.endswith(".*"):
            return version
        case "===":
            return f"=={version}"
        case "~=":
            return f">={version},{version.rsplit('.', 1)[0]}.*"
        case operator:
            return f"{operator}{version}"


def conda_spec(requirement: Requirement) -> str:
    """`name condition` as info/index.json writes a dependency."""
    return f"{conda_name(requirement.name)} {conda_versions(requirement.specifier)}".strip()


def depends_of(
    distribution: Distribution,
    others: Mapping[str, Distribution],
    environment: Mapping[str, str],
) -> set[str]:
    """The conda dependencies of a distribution in one marker environment, without python.

    conda has no extras, so a requirement `name[extra]` brings in what the extra needs.
    """
    found: set[str] = set()
    todo, seen = [(distribution, "")], set()
    while todo:
        current, extra = todo.pop()
        if (current.name, extra) in seen:
            continue
        seen.add((current.name, extra))
        for requirement in _asked_for(current, extra, environment):
            name = canonicalize_name(requirement.name)
            if name not in (distribution.name, current.name):
                found.add(conda_spec(requirement))
            if name in others:
                todo += [(others[name], wanted) for wanted in sorted(requirement.extras)]
    return found


def _asked_for(
    distribution: Distribution, extra: str, environment: Mapping[str, str]
) -> list[Requirement]:
    """The requirements that hold without extras, or those that only `extra` adds."""

    def holds(requirement: Requirement, extra: str) -> bool:
        marker = requirement.marker
        return marker is None or marker.evaluate({**environment, "extra": extra})

    return [
        requirement
        for requirement in distribution.requires
        if holds(requirement, extra) and not (extra and holds(requirement, ""))
    ]
