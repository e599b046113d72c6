"""What is said when the channels cannot give what is wanted: a sentence, and ways out.

Finding out is the solver's business; here its answer becomes an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.conda import errors as conda_errors
from app.core.packages.ways_out import OURS, Way, WayOut
from app.errors import PlanInvalid
from app.i18n import _


class Unsolvable(PlanInvalid):
    """The wishes of a plan cannot be met; `ways_out` are changes with which they can."""

    def __init__(self, error: PlanInvalid, ways_out: Sequence[WayOut] = ()) -> None:
        super().__init__(error.summary, error.remedy, error.detail)
        self.ways_out = tuple(ways_out)


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


def missing(packages: Sequence[Mapping[str, Any]]) -> Unsolvable:
    """An error for packages that no channel has for this platform.

    Names that are near are offered as they are: whether they fit is seen when they are solved.
    """
    names = tuple(str(package["name"]) for package in packages)
    near = [str(name) for package in packages for name in package["near"]]
    general = conda_errors.missing_packages(names, ", ".join(names), tuple(near))
    sentences = [general.summary]
    for package in packages:
        if package["platforms"]:
            there = ", ".join(package["platforms"])
            sentence = _("{name} exists for {platforms} only.")
            sentences.append(sentence.format(name=package["name"], platforms=there))
    ways = [
        WayOut(Way.REPLACE, package["spec"], name)
        for package in packages
        for name in package["near"]
    ]
    ways += [WayOut(Way.LEAVE_OUT, p["spec"]) for p in packages if p["name"] not in OURS]
    error = PlanInvalid(" ".join(sentences), general.remedy, general.detail)
    return Unsolvable(error, ways)


def listed(items: Sequence[str]) -> str:
    """Several things in a sentence: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{most} and {last}").format(most=", ".join(items[:-1]), last=items[-1])
