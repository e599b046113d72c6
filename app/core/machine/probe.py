"""Finds out what is true of this computer, fact by fact, without ever getting in the way.

Every fact is asked in a thread of its own: one that fails or takes too long stays unknown and
holds up no other (failures F51). Judging the facts is check_machine's business.
"""

from __future__ import annotations

import getpass
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.core.cancel import Cancel
from app.core.machine.facts import Machine, Program, Reach
from app.core.machine.gpu import find_graphics
from app.core.machine.probes.drives import drives, memory
from app.core.machine.probes.pythons import find_pythons
from app.core.machine.probes.settings import settings
from app.core.shell import Shell
from app.paths import program_file
from app.platforms.base import Platform

PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.1

Report = Callable[[Machine], None]
_Answer = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class ProbeTools:
    """What the probe asks with. `reach` tries the servers that matter for the plan.

    `patience` is how many seconds a fact may take before it counts as unknown.
    """

    platform: Platform
    shell: Shell
    reach: Callable[[], tuple[Reach, ...]]
    home: Path
    environ: Mapping[str, str]
    patience: float = PATIENCE_SECONDS


def probe(tools: ProbeTools, report: Report, cancel: Cancel) -> Machine:
    """Find everything out; `report` gets the machine after each fact, in the calling thread.

    Never fails; raises Cancelled when the flag is raised.
    """
    stop = Cancel(cancel)
    facts = _facts(replace(tools, shell=tools.shell.with_cancel(stop)))
    machine = Machine(tools.platform.family, home=str(tools.home), pending=tuple(facts))
    try:
        return _gather(machine, facts, report, cancel, time.monotonic() + tools.patience)
    finally:
        # Programs that are still being asked end with us.
        stop.set()


def _gather(
    machine: Machine,
    facts: Mapping[str, Callable[[], Any]],
    report: Report,
    cancel: Cancel,
    deadline: float,
) -> Machine:
    report(machine)
    answers: queue.Queue[_Answer] = queue.Queue()
    for name, ask in facts.items():
        _start(name, ask, answers)
    while machine.pending and time.monotonic() < deadline:
        cancel.check()
        try:
            machine = _with_fact(machine, *answers.get(timeout=_POLL_SECONDS))
        except queue.Empty:
            continue
        report(machine)
    if machine.pending:
        machine = replace(machine, pending=())
        report(machine)
    return machine


def _facts(tools: ProbeTools) -> dict[str, Callable[[], Any]]:
    platform, home, environ, shell = tools.platform, tools.home, tools.environ, tools.shell
    return {
        "os": platform.os_facts,
        "cpu": platform.cpu_facts,
        "memory": memory,
        "drives": lambda: drives(home),
        "elevated": platform.elevated,
        "program": lambda: _program(platform),
        "user": getpass.getuser,
        "sync_folders": lambda: tuple(map(str, platform.sync_folders(home, environ))),
        "settings": lambda: settings(platform, home, environ),
        "graphics": lambda: find_graphics(platform, shell, environ),
        "pythons": lambda: find_pythons(platform, shell, home, environ),
        "reach": tools.reach,
    }


def _program(platform: Platform) -> Program | None:
    file = program_file()
    return None if file is None else Program(str(file), platform.is_read_only(file.parent))


def _start(name: str, ask: Callable[[], Any], answers: queue.Queue[_Answer]) -> None:
    def work() -> None:
        try:
            answers.put((name, ask()))
        except Exception:  # whatever goes wrong in a check is "unknown", never an error
            answers.put((name, None))

    threading.Thread(target=work, name=f"probe {name}", daemon=True).start()


def _with_fact(machine: Machine, name: str, value: Any) -> Machine:
    pending = tuple(other for other in machine.pending if other != name)
    if value is None:
        return replace(machine, pending=pending)
    return replace(machine, pending=pending, **{name: value})
