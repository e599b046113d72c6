"""What is said when the channels cannot give what is wanted: a sentence, and ways out.

Finding out is the solver's business; here its answer becomes an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.conda import errors as conda_errors
from app.core.packages.ways_out import OURS, Way, WayOut, other_accelerator
from app.core.plan import Accelerator
from app.errors import Action, PlanInvalid
from app.i18n import _, listing, sentences


class Unsolvable(PlanInvalid):
    """The wishes of a plan cannot be met; `ways_out` are changes with which they can, `absent`
    the names of packages that are not there at all."""

    def __init__(
        self, error: PlanInvalid, ways_out: Sequence[WayOut] = (), absent: Sequence[str] = ()
    ) -> None:
        super().__init__(error.summary, error.remedy, error.detail, Action.LIBRARIES)
        self.absent = tuple(absent)
        # Those that keep everything first: the first one is what is recommended.
        self.ways_out = tuple(sorted(ways_out, key=lambda way: way.loses_something))


def conflict(core: Sequence[str], ways: Sequence[Mapping[str, str]], detail: str) -> Unsolvable:
    """An error for the specs in `core`, which disagree; `ways` were solved. "" for no core."""
    found = [WayOut(Way(way["way"]), way["spec"], way["value"]) for way in ways]
    general = conda_errors.conflict(detail)
    sentence = general.summary
    if len(core) == 1:
        sentence = _("The channels have nothing that fits {spec}.").format(spec=core[0])
    elif core:
        sentence = _("{specs} do not fit together.").format(specs=listed(core))
    return Unsolvable(PlanInvalid(sentence, general.remedy, detail), found)


def no_such_build(detail: str) -> Unsolvable:
    """An error where all would fit together, but not in builds for the CUDA that was chosen."""
    error = PlanInvalid(
        _("The channels have no builds of these libraries for the CUDA of this choice."),
        _("Use the CPU version, or choose fewer libraries."),
        detail,
    )
    return Unsolvable(error, [other_accelerator(Accelerator.CPU)])


def missing(packages: Sequence[Mapping[str, Any]], elsewhere: str = "") -> Unsolvable:
    """An error for packages that no channel has for this computer, or for the platform
    `elsewhere`.

    Names that are near are offered as they are: whether they fit is seen when they are solved.
    """
    names = tuple(str(package["name"]) for package in packages)
    chosen = [package for package in packages if package["name"] not in OURS]
    near = [str(name) for package in chosen for name in package["near"]]
    general = conda_errors.missing_packages(names, "", tuple(near))
    sentence = general.summary
    if elsewhere:
        sentence = _("The channels have no package {names} for {platform}.").format(
            names=listing(f"“{name}”" for name in names), platform=elsewhere
        )
    error = PlanInvalid(sentences(sentence, *_there(packages)), general.remedy)
    if len(chosen) < len(packages):  # without Python nothing helps
        return Unsolvable(error, absent=names)
    replaced = [WayOut(Way.REPLACE, p["spec"], name) for p in chosen for name in p["near"]]
    left_out = [WayOut(Way.LEAVE_OUT, package["spec"]) for package in chosen]
    return Unsolvable(error, [*replaced, *left_out], names)


def _there(packages: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where the packages exist instead, those of the same platforms in one sentence."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for package in packages:
        if package["platforms"]:
            groups.setdefault(tuple(package["platforms"]), []).append(package["name"])
    return [
        _("For {platforms} there is: {names}.").format(
            platforms=listed(platforms), names=listing(names)
        )
        for platforms, names in groups.items()
    ]


def listed(items: Sequence[str]) -> str:
    """Several things in a sentence: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{most} and {last}").format(most=listing(items[:-1]), last=items[-1])
