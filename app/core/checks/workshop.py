"""What to know about the platforms of a workshop: what it says about each, and whether this
computer is as new as it has to be.

Nothing here stops: what is too old for the author's words may still work, and the proof tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.catalog.accelerators import cuda_lines, numbers
from app.core.catalog.platforms import all_platforms
from app.core.finding import Finding, Level
from app.core.foreign_text import shown
from app.core.machine.facts import Machine
from app.core.plan import Plan, Workshop
from app.core.workshops.differences import handed_out, idle_names, is_known, windows_version
from app.i18n import _, listing

_FIELD = "workshop.platforms"
_LIBRARIES = "workshop.packages"
_GLIBC = re.compile(r"glibc (\d+(?:\.\d+)+)")
_BUILD = re.compile(r"build (\d+)")
_SAYS_OLD_PROGRAMS = (10, 16)  # what a newer macOS calls itself for them
_LONGEST = 300  # of a list of names
_WINDOWS_BUILD = 3  # the part of "10.0.19045" that tells


def workshop_findings(plan: Plan, machine: Machine, subdir: str) -> Iterator[Finding]:
    """What to know about a plan's workshop on a computer of this platform ("" for unknown)."""
    yield from difference_findings(handed_out(plan))
    workshop = plan.workshop
    if machine.os is not None:
        match machine.os.family:
            case "linux":
                found = _GLIBC.match(machine.os.libc)
                yield from _too_old("glibc", workshop.glibc, found[1] if found else "")
            case "macos":
                version = machine.os.version
                if numbers(version)[:2] != _SAYS_OLD_PROGRAMS:
                    yield from _too_old("macOS", workshop.macos, version)
            case "windows":
                yield from _windows(workshop.windows, machine.os.version)
            case _:
                pass
    yield from _driver(workshop, machine, subdir)


def difference_findings(workshop: Workshop) -> Iterator[Finding]:
    """What a workshop says about platforms to no effect."""
    named = (*workshop.platforms, *(one.subdir for one in workshop.differences))
    for name in dict.fromkeys(named):
        if not is_known(name):
            known = listing(platform.subdir for platform in all_platforms())
            yield _note(
                "unknown_platform",
                _("The workshop names a platform that Seedbed does not know: {name}.").format(
                    name=shown(name, 40)
                ),
                _("Known ones: {names}.").format(names=known),
            )
    for one in workshop.differences:
        idle = idle_names(workshop, one)
        if idle:
            text = _("On {platform} the workshop does without {names}, which it does not have.")
            yield _note(
                "idle_difference",
                text.format(platform=shown(one.subdir), names=shown(listing(idle), _LONGEST)),
                _("Compare the names under “without” with those under “packages”."),
            )


def _note(rule: str, sentence: str, remedy: str) -> Finding:
    return Finding(_LIBRARIES, Level.NOTE, rule, sentence, remedy)


def _too_old(name: str, least: str, found: str) -> Iterator[Finding]:
    if not least or not numbers(found) or numbers(found) >= numbers(least):
        return
    yield Finding(
        _FIELD,
        Level.WARN,
        "older_than_stated",
        _(
            "The workshop is made for {name} {least} or newer, and this computer has {found}."
        ).format(name=name, least=shown(least, 40), found=found),
        _("Update the system, or ask its author whether it works on yours; the proof will tell."),
    )


def _windows(least: str, version: str) -> Iterator[Finding]:
    wanted, build = windows_version(least).split("."), _BUILD.search(version)
    if len(wanted) < _WINDOWS_BUILD or build is None:
        return  # any Windows 10 will do, and an older one is told elsewhere
    if int(build[1]) < int(wanted[_WINDOWS_BUILD - 1]):
        yield from _too_old("Windows", ".".join(wanted), f"10.0.{build[1]}")


def _driver(workshop: Workshop, machine: Machine, subdir: str) -> Iterator[Finding]:
    graphics = machine.graphics
    if not workshop.cuda or graphics is None or not cuda_lines(subdir):
        return
    if numbers(graphics.cuda) and numbers(graphics.cuda) < numbers(workshop.cuda):
        yield Finding(
            _FIELD,
            Level.WARN,
            "driver_older_than_stated",
            _(
                "The workshop is made for drivers that serve CUDA {least}, and the one of this"
                " computer serves {found}."
            ).format(least=shown(workshop.cuda, 40), found=graphics.cuda),
            _("Update the driver of the graphics card; until then the processor may have to do."),
        )
