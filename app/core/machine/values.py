"""The facts about a machine as short texts, the middle column of "Your computer".

An empty text means that the fact is not known. Nothing is judged here.
"""

from __future__ import annotations

from app.core.amounts import bytes_text
from app.core.machine.facts import Gpu, Machine, PythonFound
from app.core.machine.judge_system import home_drive
from app.i18n import _, ngettext

_GIB = 1024**3
_MOST_DRIVES = 3
_MOST_PYTHONS = 3


def system_value(machine: Machine) -> str:
    """Name and version of the system."""
    facts = machine.os
    if facts is None:
        return ""
    extras = [facts.libc, _("inside Windows (WSL)") if facts.wsl else ""]
    shown = ", ".join(filter(None, extras))
    name = f"{facts.name} {facts.version}".strip()
    return f"{name} ({shown})" if shown else name


def processor_value(machine: Machine) -> str:
    """Name, architecture and cores of the processor."""
    cpu = machine.cpu
    if cpu is None:
        return ""
    parts = [cpu.name, cpu.architecture]
    if cpu.cores:
        cores = ngettext("{number} core", "{number} cores", cpu.cores)
        parts.append(cores.format(number=cpu.cores))
    return ", ".join(filter(None, parts))


def memory_value(machine: Machine) -> str:
    """Memory in the unit that computers are sold with (1 GB = 1024³ bytes here)."""
    memory = machine.memory
    if memory is None:
        return ""
    return _("{total} GB, {free} GB of it free").format(
        total=_gib(memory.total), free=_gib(memory.available)
    )


def drives_value(machine: Machine) -> str:
    """Free space of each drive, the home folder's first."""
    if machine.drives is None:
        return ""
    home = home_drive(machine)
    drives = sorted(machine.drives, key=lambda drive: (drive != home, -drive.free))
    shown = (
        _("{mount}: {free} free of {total}").format(
            mount=drive.mount, free=bytes_text(drive.free), total=bytes_text(drive.total)
        )
        for drive in drives[:_MOST_DRIVES]
    )
    return "; ".join(shown)


def graphics_value(machine: Machine) -> str:
    """The cards, and the newest CUDA that the driver can serve."""
    graphics = machine.graphics
    if graphics is None:
        return ""
    cards = ", ".join(_card(card) for card in graphics.cards)
    if not cards:
        cards = _("no card by NVIDIA: libraries use the processor")
    if not graphics.cuda:
        return cards
    return _("{cards}; the driver serves CUDA up to {cuda}").format(cards=cards, cuda=graphics.cuda)


def pythons_value(machine: Machine) -> str:
    """The condas and Pythons that are there already."""
    if machine.pythons is None:
        return ""
    if not machine.pythons:
        return _("none; Seedbed brings its own")
    shown = [_python(found) for found in machine.pythons[:_MOST_PYTHONS]]
    more = len(machine.pythons) - len(shown)
    if more:
        shown.append(ngettext("{number} more", "{number} more", more).format(number=more))
    return "; ".join(shown)


def settings_value(machine: Machine) -> str:
    """How many settings there are, and the names of a few."""
    settings = machine.settings
    if settings is None:
        return ""
    if not settings:
        return _("none that get in the way")
    return ngettext("{number} setting", "{number} settings", len(settings)).format(
        number=len(settings)
    )


def reach_value(machine: Machine) -> str:
    """How many of the servers answer."""
    answers = machine.reach
    if answers is None:
        return ""
    if not answers:
        return _("no server is needed")
    good = sum(answer.ok for answer in answers)
    return _("{good} of {all} servers answer").format(good=good, all=len(answers))


def _gib(number: int) -> str:
    value = number / _GIB
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _card(card: Gpu) -> str:
    memory = f"{_gib(card.memory)} GB" if card.memory else ""
    return " ".join(filter(None, (card.name, memory)))


def _python(found: PythonFound) -> str:
    name = "conda" if found.kind == "conda" else "Python"
    shown = " ".join(filter(None, (name, found.version)))
    place = _("{what} in {folder}").format(what=shown, folder=found.prefix)
    if found.healthy:
        return place
    if found.trouble == "stub":
        return _("{place} (only an offer to install one)").format(place=place)
    return _("{place} (does not work)").format(place=place)
