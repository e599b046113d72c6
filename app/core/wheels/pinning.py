"""Pins what pip is to add: for a workshop's lock, the wheels of one platform beside conda's
packages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from app.core.cancel import Cancel
from app.core.foreign_text import shown
from app.core.packages.lock import Lock, LockedPackage, Wish
from app.core.specs.pip_requirement import parse_pip
from app.core.wheels.candidates import Shelf
from app.core.wheels.index import Index
from app.core.wheels.resolving import resolve
from app.core.wheels.targets import target_for
from app.core.workshops.lock_file import LockedWheel
from app.errors import PlanInvalid
from app.i18n import _
from app.paths import resource


def pinned(lock: Lock, wish: Wish, index: Index, cancel: Cancel) -> Lock:
    """The lock with the wheels that the wish's packages of pip need beside it; as it is where it
    wants none. Raises PlanInvalid, NoNetwork, Cancelled."""
    if not wish.pip:
        return lock
    python = lock.find("python")
    if python is None:
        raise PlanInvalid(
            _("The environment has no Python, so pip cannot add anything to it."),
            _("Add python to “packages”."),
        )
    wanted = [parse_pip(text) for text in wish.pip]
    requirements = [_requirement(one.text) for one in wanted]
    hashes: dict[str, frozenset[str]] = {
        canonicalize_name(requirement.name): frozenset(one.hashes)
        for requirement, one in zip(requirements, wanted, strict=True)
        if one.hashes
    }
    target = target_for(lock.subdir, python.version, wish.virtual)
    shelf = Shelf(target, index, installed_by_conda(lock.packages), hashes, cancel)
    wheels = resolve(shelf, requirements)
    return replace(
        lock,
        wheels=tuple(LockedWheel(w.url, index.size(w, cancel), w.sha256) for w in wheels),
    )


def installed_by_conda(packages: Iterable[LockedPackage]) -> dict[str, Version | None]:
    """The Python libraries among conda's packages as PyPI calls them, with their versions.

    A build that names no Python is of something else, which may have a library's name: graphviz.
    """
    found: dict[str, Version | None] = {}
    for package in packages:
        if package.name == "python" or "py" not in package.build:
            continue
        name = _names().get(package.name, package.name)
        try:
            found[canonicalize_name(name)] = Version(package.version)
        except InvalidVersion:
            found[canonicalize_name(name)] = None
    return found


@cache
def _names() -> dict[str, str]:
    text = resource("catalog/pypi_names.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["names"])


def _requirement(text: str) -> Requirement:
    try:
        return Requirement(text)
    except InvalidRequirement as error:
        raise PlanInvalid(
            _("“{text}” is not a package of PyPI with a name, so it cannot be pinned.").format(
                text=shown(text, 80)
            ),
            _("Write for example: requests==2.32"),
        ) from error
