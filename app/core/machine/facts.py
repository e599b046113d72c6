"""What is true of this computer: frozen facts, loadable from JSON for tests and reports.

Finding the facts out is `probe`'s business, judging them `check_machine`'s. None means unknown:
a check that fails never blocks (failures F51).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.platforms.base import CpuFacts, OsFacts


@dataclass(frozen=True, slots=True)
class Memory:
    """Main memory in bytes."""

    total: int
    available: int


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive with its space in bytes."""

    mount: str
    free: int
    total: int
    filesystem: str = ""


@dataclass(frozen=True, slots=True)
class Gpu:
    """One graphics card; `memory` in bytes, `compute` like "8.6"."""

    name: str
    driver: str = ""
    memory: int | None = None
    compute: str = ""


@dataclass(frozen=True, slots=True)
class Graphics:
    """The graphics cards and the newest CUDA that NVIDIA's driver can serve ("12.4", "" if none).

    `trouble` is set where a card is there but its driver does not answer.
    """

    cards: tuple[Gpu, ...] = ()
    cuda: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PythonFound:
    """A conda or a Python that is already on this computer.

    `kind` is "conda" or "python"; `prefix` is conda's root or the Python's own path.
    """

    kind: str
    prefix: str
    version: str
    healthy: bool
    trouble: str = ""
    writable: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable or file that could get in the way, secrets removed from `value`."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a server answered: `trouble` is "" or a rule such as "no_dns", "portal", "proxy"."""

    host: str
    ok: bool
    trouble: str = ""
    detail: str = ""
    clock_off_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The packaged program that is running, and whether its drive is one that nobody can write."""

    path: str
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """This computer, as far as it is known; every fact may be None for unknown.

    `pending` names the facts that are still being found out while the probe is running; `program`
    is None where Seedbed runs from source.
    """

    family: str
    home: str = ""
    user: str = ""
    elevated: bool | None = None
    os: OsFacts | None = None
    cpu: CpuFacts | None = None
    memory: Memory | None = None
    drives: tuple[Drive, ...] | None = None
    graphics: Graphics | None = None
    pythons: tuple[PythonFound, ...] | None = None
    settings: tuple[Setting, ...] | None = None
    reach: tuple[Reach, ...] | None = None
    program: Program | None = None
    sync_folders: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    def drive_of(self, folder: Path) -> Drive | None:
        """The drive that `folder` is (or would be) on: the longest mount that contains it."""
        text = _comparable(str(folder))
        candidates = [
            drive
            for drive in self.drives or ()
            if text.startswith(_comparable(drive.mount).rstrip("/") + "/")
        ]
        return max(candidates, key=lambda drive: len(drive.mount), default=None)


def _comparable(path: str) -> str:
    plain = path.replace("\\", "/")
    if len(plain) > 1 and plain[1] == ":":
        plain = plain.lower()
    return plain if plain.endswith("/") else plain + "/"


def to_data(machine: Machine) -> dict[str, Any]:
    """The machine as plain data for JSON."""
    return dataclasses.asdict(machine)


def from_data(data: dict[str, Any]) -> Machine:
    """A machine from plain data, e.g. a recorded one. Raises TypeError for unknown keys."""
    machine = _build(Machine, data)
    assert isinstance(machine, Machine)
    return machine


def _build(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_build(get_args(kind)[0], item) for item in data)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        unknown = set(data) - set(hints)
        if unknown:
            raise TypeError(f"unknown facts: {', '.join(sorted(unknown))}")
        values = {name: _build(hints[name], value) for name, value in data.items()}
        return kind(**values)  # type: ignore[operator]
    return data
