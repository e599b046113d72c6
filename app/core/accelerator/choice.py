"""Chooses whether deep-learning libraries shall be built for the processor, for NVIDIA's CUDA or
for Apple's chips, from what the machine has (conda-facts §9).

Solving with the choice is the packages' business; what is said about it `words`'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.catalog.accelerators import (
    Numbers,
    cuda_lines,
    deciding_packages,
    numbers,
    toolkits,
)
from app.core.catalog.libraries import Library, library
from app.core.machine.facts import Graphics, Machine
from app.core.plan import Accelerator, Plan
from app.core.specs import parse_spec
from app.errors import InstallError

_APPLE = "osx-arm64"
_GLIBC = re.compile(r"glibc (\d+\.\d+)")
_BUILD = re.compile(r"=[^=<>!,|]+=(?P<build>[^=]+)$")


class Kind(StrEnum):
    """What libraries are built for. Apple's builds use its graphics by themselves."""

    CPU = "cpu"
    CUDA = "cuda"
    METAL = "metal"


class Reason(StrEnum):
    """Why a kind was chosen; each has its sentence in `words`."""

    OWN_SPEC = "own_spec"
    CHOSEN = "chosen"
    CHOSEN_WITHOUT_CARD = "chosen_without_card"
    CHOSEN_OLD_DRIVER = "chosen_old_driver"
    CHOSEN_NO_BUILDS = "chosen_no_builds"
    APPLE = "apple"
    APPLE_BOTH = "apple_both"
    NO_BUILDS = "no_builds"
    UNKNOWN = "unknown"
    NO_CARD = "no_card"
    NO_DRIVER = "no_driver"
    DRIVER_SILENT = "driver_silent"
    OLD_CARD = "old_card"
    OLD_DRIVER = "old_driver"
    SUITS = "suits"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to solve for. `kind` is None where nothing in the plan makes it a question.

    `cuda` is the CUDA that the solver shall take the driver to serve: a version, "" for none,
    None for what it finds itself. `added` are specs that force the kind, `bounds` limit packages
    that come anyway. `line` is the CUDA version of the builds that are expected, `driver` what the
    driver serves, `spec` the one that decided, `libraries` the titles of what it is about.
    """

    kind: Kind | None = None
    cuda: str | None = None
    added: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    reason: Reason | None = None
    line: str = ""
    driver: str = ""
    spec: str = ""
    libraries: tuple[str, ...] = ()

    @property
    def spares_cards(self) -> bool:
        """Whether a person, or a person's list, decided that no graphics card has to work."""
        decided = self.kind is Kind.CPU and self.reason in (Reason.OWN_SPEC, Reason.CHOSEN)
        return decided or self.reason is Reason.APPLE_BOTH


NO_CHOICE = Choice()


def choose(plan: Plan, machine: Machine, subdir: str) -> Choice:
    """The builds for this plan on this machine; `subdir` is conda's name for it.

    Specs of the plan itself win, then what the person chose, then what suits the machine.
    """
    wanted = accelerated(plan)
    asked = plan.target.accelerator
    if not wanted or not subdir:
        return Choice(cuda="" if asked is Accelerator.CPU else _as_found(machine.graphics))
    titles = (found.title if (found := library(one.engine)) else one.title for one in wanted)
    about = Choice(libraries=tuple(dict.fromkeys(titles)))
    own = _own_spec(plan)
    if own is not None:
        return _own(about, own, machine, subdir)
    if asked is Accelerator.CUDA and cuda_lines(subdir):
        return _forced(_cuda_anyway(about, machine, subdir), wanted)
    if subdir == _APPLE:
        # One build does both, so there is nothing else to take for the processor alone.
        cpu = asked is Accelerator.CPU
        reason = Reason.APPLE_BOTH if cpu else _without_builds(asked, Reason.APPLE)
        return replace(about, kind=Kind.METAL, cuda="", reason=reason)
    if asked is Accelerator.CPU:
        return replace(about, kind=Kind.CPU, cuda="", reason=Reason.CHOSEN)
    if not cuda_lines(subdir):
        reason = _without_builds(asked, Reason.NO_BUILDS)
        return replace(about, kind=Kind.CPU, cuda="", reason=reason)
    return _what_suits(about, machine, subdir)


def accelerated(plan: Plan) -> tuple[Library, ...]:
    """The libraries of the plan that have builds for different hardware."""
    if plan.workshop.explicit:
        return ()
    known = (library(name) for name, _text in specs_of(plan))
    return tuple(one for one in known if one is not None and one.accelerators)


def is_open(plan: Plan, machine: Machine) -> bool:
    """Whether the choice still depends on graphics that are being looked at."""
    waiting = machine.graphics is None and "graphics" in machine.pending
    asked = plan.target.accelerator
    return waiting and asked is not Accelerator.CPU and bool(accelerated(plan))


def has_nvidia(graphics: Graphics | None) -> bool:
    """Whether there is a card by NVIDIA, working or not."""
    if graphics is None:
        return False
    named = any(card.driver or "nvidia" in card.name.lower() for card in graphics.cards)
    # A driver's library answers inside WSL and containers where no card has a name.
    return named or bool(graphics.trouble) or bool(graphics.cuda and not graphics.cards)


def has_working_card(graphics: Graphics | None) -> bool:
    """Whether there is a card by NVIDIA whose driver answers."""
    return has_nvidia(graphics) and _works(graphics)


def usable_lines(machine: Machine, subdir: str) -> tuple[str, ...]:
    """The CUDA versions of the builds that driver, cards and system can run, oldest first."""
    graphics = machine.graphics or Graphics()
    return tuple(
        line
        for line in cuda_lines(subdir)
        if numbers(line) <= numbers(graphics.cuda) and not _too_old(line, machine)
    )


def specs_of(plan: Plan) -> list[tuple[str, str]]:
    """Name and text of the plan's specs; what is not written as one is for the checks."""
    found = []
    for text in plan.workshop.packages:
        try:
            spec = parse_spec(text)
        except InstallError:
            continue
        found.append((spec.name, spec.text))
    return found


def _own_spec(plan: Plan) -> tuple[str, Kind | None] | None:
    """The spec of the plan that decides, and what for: None for "whatever suits that"."""
    for name, text in specs_of(plan):
        if name in deciding_packages():
            return text, Kind(deciding_packages()[name])
    for name, text in specs_of(plan):
        build = _BUILD.search(text)
        known = library(name)
        if build and known is not None and known.accelerators:
            if "cuda" in build["build"] or "gpu" in build["build"]:
                return text, Kind.CUDA
            if "cpu" in build["build"]:
                return text, Kind.CPU
    return next(((text, None) for name, text in specs_of(plan) if name == "cuda-version"), None)


def _own(about: Choice, own: tuple[str, Kind | None], machine: Machine, subdir: str) -> Choice:
    """What a spec of the plan decides; only `__cuda` is ours then."""
    spec, kind = own
    driver = machine.graphics.cuda if _works(machine.graphics) and machine.graphics else ""
    about = replace(about, spec=spec, reason=Reason.OWN_SPEC, driver=driver)
    if kind is None:
        kind = Kind.CUDA if driver else Kind.CPU
    if kind is Kind.CPU:
        return replace(about, kind=Kind.CPU, cuda="")
    lines = cuda_lines(subdir)
    return replace(about, kind=kind, cuda=driver or (lines[0] if lines else ""))


def _what_suits(about: Choice, machine: Machine, subdir: str) -> Choice:
    graphics = machine.graphics
    about = replace(about, kind=Kind.CPU, cuda="")
    if graphics is None:
        return replace(about, reason=Reason.UNKNOWN)
    if not has_nvidia(graphics):
        return replace(about, reason=Reason.NO_CARD)
    if graphics.trouble:
        silent = graphics.trouble == "driver_silent"
        return replace(about, reason=Reason.DRIVER_SILENT if silent else Reason.NO_DRIVER)
    about = replace(about, driver=graphics.cuda)
    lines = usable_lines(machine, subdir)
    if lines:
        bounds = (_bound(machine, graphics.cuda),)
        suits = replace(about, kind=Kind.CUDA, cuda=graphics.cuda, bounds=bounds)
        return replace(suits, reason=Reason.SUITS, line=lines[-1])
    served = [line for line in cuda_lines(subdir) if numbers(line) <= numbers(graphics.cuda)]
    if served:
        return replace(about, reason=Reason.OLD_CARD, line=served[0])
    # Drivers from before 2018 do not say which CUDA they serve.
    return replace(about, reason=Reason.OLD_DRIVER, line=cuda_lines(subdir)[0])


def _cuda_anyway(about: Choice, machine: Machine, subdir: str) -> Choice:
    """CUDA because the person wants it, for a later driver or another card where need be."""
    graphics = machine.graphics
    lines = usable_lines(machine, subdir)
    if _works(graphics) and graphics is not None and lines:
        bound = _bound(machine, graphics.cuda)
        about = replace(about, reason=Reason.CHOSEN, line=lines[-1], cuda=graphics.cuda)
        return replace(about, kind=Kind.CUDA, driver=graphics.cuda, bounds=(bound,))
    # The oldest builds need the least of a driver.
    line = cuda_lines(subdir)[0]
    there = _works(graphics) and has_nvidia(graphics)
    reason = Reason.CHOSEN_OLD_DRIVER if there else Reason.CHOSEN_WITHOUT_CARD
    about = replace(about, reason=reason, line=line, cuda=line, bounds=(f"cuda-version<={line}",))
    return replace(about, kind=Kind.CUDA, driver=graphics.cuda if graphics and there else "")


def _forced(choice: Choice, wanted: tuple[Library, ...]) -> Choice:
    engines = dict.fromkeys(one.engine for one in wanted if "cuda" in one.accelerators)
    return replace(choice, added=tuple(f"{engine}=*=*cuda*" for engine in engines))


def _without_builds(asked: Accelerator, otherwise: Reason) -> Reason:
    """The reason on a platform that has no builds for CUDA."""
    match asked:
        case Accelerator.CUDA:
            return Reason.CHOSEN_NO_BUILDS
        case Accelerator.CPU:
            return Reason.CHOSEN
        case Accelerator.AUTO:
            return otherwise


def _works(graphics: Graphics | None) -> bool:
    return graphics is not None and bool(numbers(graphics.cuda)) and not graphics.trouble


def _as_found(graphics: Graphics | None) -> str | None:
    return graphics.cuda if graphics is not None and _works(graphics) else None


def _bound(machine: Machine, driver: str) -> str:
    """What the toolkit may be: the driver's version, below a major version that does not run."""
    for toolkit in toolkits():
        if numbers(driver) >= (toolkit.major,) and _too_old(str(toolkit.major), machine):
            return f"cuda-version<{toolkit.major}"
    return f"cuda-version<={driver}"


def _too_old(line: str, machine: Machine) -> bool:
    """Whether a card, or the system's C library, is too old for a CUDA version."""
    toolkit = next((one for one in toolkits() if one.major == numbers(line)[0]), None)
    if toolkit is None:
        return False
    compute = _compute(machine.graphics)
    found = _GLIBC.match(machine.os.libc) if machine.os else None
    glibc: Numbers = numbers(found[1]) if found else ()
    return bool(compute and compute < toolkit.least_compute) or bool(
        glibc and glibc < toolkit.least_glibc
    )


def _compute(graphics: Graphics | None) -> Numbers:
    """The compute capability that builds must serve: that of the oldest card which any can."""
    least = min(toolkit.least_compute for toolkit in toolkits())
    found = sorted(filter(None, (numbers(card.compute) for card in (graphics or Graphics()).cards)))
    return next((each for each in found if each >= least), found[-1] if found else ())
