"""Chooses versions that fit together, newest first, as pip does: resolvelib does the searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, Resolver
from resolvelib.resolvers import ResolutionTooDeep

from app.core.wheels.candidates import Candidate, Shelf, identifier
from app.core.wheels.index_page import Wheel
from app.errors import InstallError, PlanInvalid
from app.i18n import _, listing

if TYPE_CHECKING:
    from resolvelib.structs import RequirementInformation

_ROUNDS = 5000
_NAMED = 4


def resolve(shelf: Shelf, wanted: Iterable[Requirement]) -> tuple[Wheel, ...]:
    """The wheels that answer these requirements and all that they need beside what conda has.

    Raises PlanInvalid where there are none, NoNetwork.
    """
    provider = _Provider(shelf)
    asked = [one for one in wanted if shelf.holds(one, "")]
    for one in asked:
        _refuse_address(one)
    try:
        result = Resolver(provider, _Quiet()).resolve(asked, max_rounds=_ROUNDS)
    except ResolutionImpossible as error:
        raise _why(shelf, list(error.causes)) from error
    except ResolutionTooDeep as error:
        raise _conflict(shelf, ()) from error
    wheels = {one.wheel.name: one.wheel for one in result.mapping.values() if one.wheel}
    return tuple(wheels[name] for name in sorted(wheels))


class _Quiet(BaseReporter[Requirement, Candidate, str]):
    """Nobody listens while versions are chosen."""


class _Provider(AbstractProvider[Requirement, Candidate, str]):
    """Answers resolvelib's questions from the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def identify(self, requirement_or_candidate: Requirement | Candidate) -> str:
        return identifier(requirement_or_candidate.name, set(requirement_or_candidate.extras))

    def get_preference(
        self,
        identifier: str,
        resolutions: Mapping[str, Candidate],
        candidates: Mapping[str, Iterator[Candidate]],
        information: Mapping[str, Iterator[RequirementInformation[Requirement, Candidate]]],
        backtrack_causes: Sequence[RequirementInformation[Requirement, Candidate]],
    ) -> Any:
        """What was in the way comes first, then what is pinned, then in the order of names."""
        known = list(information[identifier])
        pinned = any(
            spec.operator in ("==", "===") for one in known for spec in one.requirement.specifier
        )
        causes = {self.identify(cause.requirement) for cause in backtrack_causes}
        return identifier not in causes, not pinned, identifier

    def find_matches(
        self,
        identifier: str,
        requirements: Mapping[str, Iterator[Requirement]],
        incompatibilities: Mapping[str, Iterator[Candidate]],
    ) -> list[Candidate]:
        asked = list(requirements[identifier])
        refused = {one.version for one in incompatibilities[identifier]}
        name, extras = canonicalize_name(asked[0].name), frozenset(asked[0].extras)
        if name in self._shelf.installed:
            own = Candidate(name, extras, self._shelf.installed[name])
            fits = all(self.is_satisfied_by(one, own) for one in asked)
            return [own] if fits and own.version not in refused else []
        wheels = self._shelf.versions(name)
        return [
            Candidate(name, extras, version, wheels[version])
            for version in _fitting(wheels, asked)
            if version not in refused
        ]

    def is_satisfied_by(self, requirement: Requirement, candidate: Candidate) -> bool:
        if candidate.version is None:
            return True
        return requirement.specifier.contains(candidate.version, prereleases=True)

    def get_dependencies(self, candidate: Candidate) -> list[Requirement]:
        needed = self._shelf.needs(candidate)
        for one in needed:
            _refuse_address(one)
        return needed


def _fitting(wheels: Mapping[Version, Wheel], asked: Sequence[Requirement]) -> list[Version]:
    """The versions that all requirements allow: previews only where somebody names one or there
    is nothing else, withdrawn ones only where exactly they are named."""
    exact = any(spec.operator == "===" or _pins(spec.operator, spec.version)
                for one in asked for spec in one.specifier)  # fmt: skip
    allowed = [
        version
        for version, wheel in wheels.items()
        if (exact or not wheel.yanked)
        and all(one.specifier.contains(version, prereleases=True) for one in asked)
    ]
    if any(one.specifier.prereleases for one in asked):
        return allowed
    return [version for version in allowed if not version.is_prerelease] or allowed


def _pins(operator: str, version: str) -> bool:
    return operator == "==" and not version.endswith("*")


def _refuse_address(requirement: Requirement) -> None:
    if requirement.url:
        raise PlanInvalid(
            _("{name} is wanted from an address of its own, which cannot be pinned.").format(
                name=requirement.name
            ),
            _("Name it as it is called on PyPI, or take it from a conda channel."),
            requirement.url,
        )


def _why(shelf: Shelf, causes: Sequence[Any]) -> InstallError:
    """One sentence: what cannot be had at all, else what does not fit together."""
    for cause in causes:
        name = canonicalize_name(cause.requirement.name)
        error = None if name in shelf.installed else shelf.why_none(name)
        if error is not None:
            return error
    return _conflict(shelf, causes)


def _conflict(shelf: Shelf, causes: Sequence[Any]) -> InstallError:
    told = list(dict.fromkeys(_asks(cause) for cause in causes))
    names = dict.fromkeys(canonicalize_name(cause.requirement.name) for cause in causes)
    there = [f"{name} {shelf.installed[name]}" for name in names if shelf.installed.get(name)]
    if there:
        text = _("Packages of pip do not fit what conda installs ({installed}): {reasons}.")
    elif len(told) == 1:
        text = _("There is no version of a package of pip that fits {platform}: {reasons}.")
    else:
        text = _("Packages of pip do not fit together for {platform}: {reasons}.")
    return PlanInvalid(
        text.format(
            installed=listing(there),
            reasons=listing(told[:_NAMED]) or _("none of many combinations fits"),
            platform=shelf.target.subdir,
        ),
        _("Allow other versions of one of them, or leave one out."),
        "\n".join(told),
    )


def _asks(cause: Any) -> str:
    if cause.parent is None:
        return str(cause.requirement)
    return _("{package} needs {requirement}").format(
        package=cause.parent.text, requirement=cause.requirement
    )
