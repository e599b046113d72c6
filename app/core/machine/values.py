"""The facts about a machine as a person would say them, the middle column of "Your computer".

An empty text means that the fact is not known. The technical ones are said in `details`; nothing
is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.amounts import bytes_text
from app.core.machine.facts import Drive, Gpu, Machine, PythonFound
from app.core.machine.judge_system import LITTLE_MEMORY, home_drive
from app.i18n import _, joined_facts, listing, ngettext
from app.platforms.base import OsFacts

_GIB = 1024**3
_MOST_DRIVES = 3
_BITS = {"x86_64": 64, "arm64": 64, "ppc64le": 64, "riscv64": 64, "s390x": 64, "x86": 32}
# Computers show a little less memory than they are sold with.
_PLENTY = 15 * _GIB
_ENOUGH = 7 * _GIB


def system_value(machine: Machine) -> str:
    """Name and version of the system, and its kind, as one would tell a friend."""
    facts = machine.os
    if facts is None:
        return ""
    bits = _BITS.get(machine.cpu.architecture) if machine.cpu else None
    parts = [
        plain_system(facts),
        _("{number}-bit").format(number=bits) if bits else "",
        _("inside Windows (WSL)") if facts.wsl else "",
    ]
    return joined_facts(parts)


def plain_system(facts: OsFacts) -> str:
    """Name and version without what stands in brackets, e.g. the number of the build."""
    return f"{facts.name} {facts.version.partition('(')[0]}".strip()


def processor_value(machine: Machine) -> str:
    """Name and cores of the processor; its architecture where it has no name."""
    cpu = machine.cpu
    if cpu is None:
        return ""
    parts = [cpu.name or cpu.architecture]
    if cpu.cores:
        cores = ngettext("{number} core", "{number} cores", cpu.cores)
        parts.append(cores.format(number=cpu.cores))
    return joined_facts(parts)


def memory_value(machine: Machine) -> str:
    """Memory in the unit that computers are sold with (1 GB = 1024³ bytes here)."""
    memory = machine.memory
    if memory is None:
        return ""
    size = gib_text(memory.total)
    if memory.total >= _PLENTY:
        return _("{size} GB: plenty").format(size=size)
    if memory.total >= _ENOUGH:
        return _("{size} GB: enough").format(size=size)
    if memory.total >= LITTLE_MEMORY:
        return _("{size} GB: enough for small data").format(size=size)
    return _("{size} GB: very little").format(size=size)


def drives_value(machine: Machine) -> str:
    """Free space, of the home folder's drive first."""
    if machine.drives is None:
        return ""
    return "; ".join(_drive(machine, drive) for drive in drives_in_order(machine)[:_MOST_DRIVES])


def graphics_value(machine: Machine) -> str:
    """The cards, and the newest CUDA that the driver can serve."""
    graphics = machine.graphics
    if graphics is None:
        return ""
    cards = listing(_card(card) for card in graphics.cards)
    if not cards:
        cards = _("no card by NVIDIA: libraries use the processor")
    if not graphics.cuda:
        return cards
    return _("{cards}; its driver supports CUDA {cuda}").format(cards=cards, cuda=graphics.cuda)


def pythons_value(machine: Machine) -> str:
    """How many condas and Pythons are there already; which ones is a detail."""
    if machine.pythons is None:
        return ""
    if not machine.pythons:
        return _("no Python yet; Seedbed brings its own")
    return listing(_counted(machine.pythons))


def settings_value(machine: Machine) -> str:
    """How many settings there are; which ones is a detail."""
    settings = machine.settings
    if settings is None:
        return ""
    if not settings:
        return _("none that get in the way")
    return ngettext(
        "{number} that could get in the way",
        "{number} that could get in the way",
        len(settings),
    ).format(number=len(settings))


def reach_value(machine: Machine) -> str:
    """How many of the servers answer."""
    answers = machine.reach
    if answers is None:
        return ""
    if not answers:
        return _("no server is needed")
    good = sum(answer.ok for answer in answers)
    if good == len(answers):
        return _("online: all servers answer")
    return _("{good} of {all} servers answer").format(good=good, all=len(answers))


def drives_in_order(machine: Machine) -> list[Drive]:
    """The drives, the home folder's first, then those with the most space."""
    home = home_drive(machine)
    return sorted(machine.drives or (), key=lambda drive: (drive != home, -drive.free))


def gib_text(number: int) -> str:
    """Bytes as GB of 1024³ bytes, without the unit."""
    value = number / _GIB
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def _drive(machine: Machine, drive: Drive) -> str:
    free = bytes_text(drive.free)
    if drive == home_drive(machine):
        return _("{size} free for your files").format(size=free)
    return _("{size} free on {drive}").format(size=free, drive=drive.mount)


def _card(card: Gpu) -> str:
    if not card.memory:
        return card.name
    return _("{card} with {size} GB").format(card=card.name, size=gib_text(card.memory))


def _counted(found: tuple[PythonFound, ...]) -> Iterator[str]:
    condas = sum(each.kind == "conda" for each in found)
    pythons = len(found) - condas
    if condas:
        text = ngettext("{number} conda", "{number} condas", condas)
        yield text.format(number=condas)
    if pythons:
        text = ngettext("{number} Python", "{number} Pythons", pythons)
        yield text.format(number=pythons)
