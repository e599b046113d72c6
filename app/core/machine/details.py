"""The technical facts about a machine, for those who help: shown under "Details".

One tuple of lines for each fact, () where there is nothing more to say than `values` does. Names
that are the same in every language stay as they are.
"""

from __future__ import annotations

from textwrap import shorten

from app.core.amounts import bytes_text
from app.core.machine.facts import Gpu, Machine, PythonFound, Reach
from app.core.machine.values import drives_in_order, gib_text
from app.i18n import _, joined_facts

_LONGEST = 120

Lines = tuple[str, ...]


def system_details(machine: Machine) -> Lines:
    """The build, the C library, Windows' long paths and old alphabet, the home folder."""
    facts = machine.os
    if facts is None:
        return ()
    long_paths = {None: "", True: _("long paths: on"), False: _("long paths: off")}
    _plain, bracket, build = facts.version.partition("(")
    parts = [
        build.rstrip(")") if bracket else "",
        facts.libc,
        long_paths[facts.long_paths],
        facts.ansi_encoding,
    ]
    home = _("home folder: {folder}").format(folder=machine.home) if machine.home else ""
    return tuple(filter(None, [joined_facts(parts), home]))


def processor_details(machine: Machine) -> Lines:
    """The architecture, and this program's own where it is emulated."""
    cpu = machine.cpu
    if cpu is None:
        return ()
    if cpu.process and cpu.process != cpu.architecture:
        text = _("{architecture}; Seedbed itself runs as {process}")
        return (text.format(architecture=cpu.architecture, process=cpu.process),)
    return (cpu.architecture,) if cpu.architecture else ()


def memory_details(machine: Machine) -> Lines:
    """What is free at the moment."""
    memory = machine.memory
    if memory is None:
        return ()
    text = _("{free} GB of {total} GB are free now")
    return (text.format(free=gib_text(memory.available), total=gib_text(memory.total)),)


def drives_details(machine: Machine) -> Lines:
    """Every drive with its size and file system."""
    text = _("{mount}: {free} free of {total}")
    return tuple(
        text.format(
            mount=drive.mount, free=bytes_text(drive.free), total=bytes_text(drive.total)
        ) + (f", {drive.filesystem}" if drive.filesystem else "")
        for drive in drives_in_order(machine)
    )  # fmt: skip


def graphics_details(machine: Machine) -> Lines:
    """Driver and compute capability of each card."""
    graphics = machine.graphics
    return tuple(filter(None, map(_card, graphics.cards))) if graphics else ()


def pythons_details(machine: Machine) -> Lines:
    """Each conda and Python with its place."""
    return tuple(map(_python, machine.pythons or ()))


def settings_details(machine: Machine) -> Lines:
    """Each setting with its value and where it stands; secrets were removed by the probe."""
    return tuple(f"{each.name} = {each.value} ({each.origin})" for each in machine.settings or ())


def reach_details(machine: Machine) -> Lines:
    """Each server and what became of the attempt."""
    return tuple(map(_server, machine.reach or ()))


def _card(card: Gpu) -> str:
    parts = [
        _("driver {version}").format(version=card.driver) if card.driver else "",
        _("compute capability {number}").format(number=card.compute) if card.compute else "",
    ]
    known = joined_facts(parts)
    return f"{card.name}: {known}" if known else ""


def _python(found: PythonFound) -> str:
    name = "conda" if found.kind == "conda" else "Python"
    shown = " ".join(filter(None, (name, found.version)))
    place = _("{what} in {folder}").format(what=shown, folder=found.prefix)
    if found.healthy:
        return place
    if found.trouble == "stub":
        return _("{place} (only an offer to install one)").format(place=place)
    return _("{place} (does not work)").format(place=place)


def _server(reach: Reach) -> str:
    if reach.ok:
        return _("{host}: answers").format(host=reach.host)
    why = shorten(", ".join(filter(None, (reach.trouble, reach.detail))), _LONGEST)
    return _("{host}: does not answer ({why})").format(host=reach.host, why=why)
