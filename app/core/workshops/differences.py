"""The workshop as one platform gets it: what differs there, and the oldest systems it is made for.

Whoever needs the libraries of a platform asks here. Whether this computer will do is a check's
business, solving the packages'.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.catalog.accelerators import cuda_lines
from app.core.catalog.platforms import all_platforms
from app.core.plan import Difference, Plan, Workshop
from app.core.specs.spec_names import name_of, pip_name_of

_WINDOWS_11 = "10.0.22000"


def workshop_on(workshop: Workshop, subdir: str) -> Workshop:
    """The workshop as a computer of the platform `subdir` gets it, without any differences left.

    For an unknown platform ("") it stays as it is.
    """
    if not workshop.differences or not subdir:
        return workshop
    here = difference_on(workshop, subdir)
    dropped = {name_of(text) for text in here.without}
    kept = [text for text in workshop.packages if name_of(text) not in dropped]
    by_pip = {pip_name_of(text) for text in here.without}
    from_pip = [text for text in workshop.pip_packages if pip_name_of(text) not in by_pip]
    return replace(
        workshop,
        packages=tuple(dict.fromkeys((*kept, *here.instead))),
        pip_packages=tuple(from_pip),
        differences=(),
    )


def plan_on(plan: Plan, subdir: str) -> Plan:
    """The plan for a computer of this platform; it remembers the workshop as it was handed out."""
    workshop = workshop_on(plan.workshop, subdir)
    if workshop is plan.workshop:
        return plan
    handed_out = plan.target.handed_out or plan.workshop
    return replace(plan, workshop=workshop).with_target(handed_out=handed_out)


def handed_out(plan: Plan) -> Workshop:
    """The workshop of a plan before this computer's differences."""
    return plan.target.handed_out or plan.workshop


def difference_on(workshop: Workshop, subdir: str) -> Difference:
    """What a platform gets otherwise; nothing, where the workshop says nothing about it."""
    found = (one for one in workshop.differences if one.subdir == subdir)
    return next(found, Difference(subdir))


def idle_names(workshop: Workshop, difference: Difference) -> tuple[str, ...]:
    """What a platform is to do without although the workshop does not have it."""
    there = {name_of(text) for text in workshop.packages}
    by_pip = {pip_name_of(text) for text in workshop.pip_packages}
    return tuple(
        text
        for text in difference.without
        if name_of(text) not in there and pip_name_of(text) not in by_pip
    )


def is_known(subdir: str) -> bool:
    """Whether a lock can be made for this platform."""
    return any(platform.subdir == subdir for platform in all_platforms())


def stated_least(workshop: Workshop, subdir: str) -> tuple[str, ...]:
    """The oldest versions that the workshop says must be enough on a platform, as conda's virtual
    packages ("__glibc=2.31")."""
    system = subdir.partition("-")[0]
    stated = {
        "__glibc": workshop.glibc if system == "linux" else "",
        "__osx": workshop.macos if system == "osx" else "",
        "__win": windows_version(workshop.windows) if system == "win" else "",
        "__cuda": workshop.cuda if cuda_lines(subdir) else "",
    }
    return tuple(f"{name}={version}" for name, version in stated.items() if version)


def virtual_on(workshop: Workshop, subdir: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The virtual packages to solve with for any computer of a platform: the usual ones, with the
    stated versions in their place. CUDA is the business of whoever chooses builds."""
    stated = dict(text.split("=") for text in stated_least(workshop, subdir))
    found = []
    for text in usual:
        name, _version, build = text.split("=")
        found.append(f"{name}={stated[name]}={build}" if name in stated else text)
    return tuple(found)


def windows_version(text: str) -> str:
    """A version of Windows as Windows counts it: what is sold as 11 is 10.0.22000."""
    match text.split("."):
        case ["11"]:
            return _WINDOWS_11
        case ["10"]:
            return "10.0"
        case _:
            return text
