"""Machines come back from JSON, and know which drive a folder is on."""

from __future__ import annotations

import json
from pathlib import Path, PureWindowsPath

import pytest

from app.core.machine.facts import (
    Drive,
    Gpu,
    Graphics,
    Machine,
    Memory,
    PythonFound,
    Reach,
    Setting,
    from_data,
    to_data,
)
from app.platforms.base import CpuFacts, OsFacts

WHOLE = Machine(
    family="windows",
    home="C:\\Users\\安娜",
    user="安娜",
    elevated=False,
    os=OsFacts("windows", "Windows 11", "24H2", long_paths=False),
    cpu=CpuFacts("arm64", "x86_64", 8),
    memory=Memory(16, 8),
    drives=(Drive("C:\\", 1, 2), Drive("D:\\", 3, 4, "NTFS")),
    graphics=Graphics((Gpu("RTX", "550", 12, "8.6"),), "12.4"),
    pythons=(PythonFound("conda", "C:\\a", "3.12", True),),
    settings=(Setting("PYTHONHOME", "x", "variable"),),
    reach=(Reach("h", True, clock_off_seconds=1.5),),
    pending=("reach",),
)


@pytest.mark.parametrize("machine", [WHOLE, Machine(family="linux")])
def test_a_machine_comes_back_from_json(machine: Machine) -> None:
    assert from_data(json.loads(json.dumps(to_data(machine)))) == machine


@pytest.mark.parametrize(
    "data",
    [{"family": "linux", "moon": 1}, {"family": "linux", "memory": {"totl": 1}}, {}],
)
def test_unknown_or_missing_facts_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        from_data(data)


def test_the_drive_of_a_folder_is_the_longest_mount_above_it() -> None:
    mounts = ("/", "/home", "/home/anna/data", "/hom")
    machine = Machine(family="linux", drives=tuple(Drive(mount, 1, 2) for mount in mounts))

    def mount(folder: str) -> str:
        drive = machine.drive_of(Path(folder))
        assert drive is not None
        return drive.mount

    assert mount("/home/anna/x") == "/home"
    assert mount("/home/anna/data") == "/home/anna/data"
    assert mount("/home/anna/database") == "/home"
    assert mount("/homes") == "/"


def test_windows_drives_know_no_case() -> None:
    folder = Path(str(PureWindowsPath("d:\\miniconda3")))
    drive = WHOLE.drive_of(folder)
    assert drive is not None
    assert drive.mount == "D:\\"
    assert WHOLE.drive_of(Path("E:\\x")) is None
    assert Machine(family="linux").drive_of(Path("/x")) is None
