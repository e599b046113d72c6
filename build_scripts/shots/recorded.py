"""What the pictures show: recorded machines, sizes, findings of the real checks, a scripted run.

All sentences come from the program itself, so they are in the language of the pictures.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.catalog.libraries import all_libraries
from app.core.checks.check import Surroundings, check
from app.core.files.volume import Volume
from app.core.finding import Finding
from app.core.libraries.solving import solving_finding
from app.core.machine.facts import Machine, PythonFound, from_data
from app.core.machine.folder import FolderFacts
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.packages.channel_index import ChannelIndex, PackageFact, ReadIndex
from app.core.packages.disk_need import DriveNeed
from app.core.packages.search import PackageSearch
from app.core.packages.sizes import Sizes
from app.core.packages.unsolvable import conflict
from app.core.plan import Plan
from app.core.run.events import Event, Line, Progress, RunFailed, StepDone, StepStarted, Unit
from app.core.run.journal import Owner
from app.core.run.limit import Cause, Limit
from app.core.session import Session
from app.gui.known import InChannel, PresetSize
from app.steps import all_steps

MACHINES = Path(__file__).resolve().parents[2] / "tests" / "machines"
HOME = Path("/home/mei")
MB = 1_000_000
_OTHERS = 30_000
CONDA_HERE = PythonFound("conda", str(HOME / "anaconda3"), "24.9.2", healthy=True, writable=True)
SIZES = Sizes(
    installer=154 * MB,
    packages=152 * MB,
    count=121,
    missing=306 * MB,
    installer_missing=154 * MB,
    drives=(
        DriveNeed(Volume(1, "/", 48_000 * MB), target=True, unpacked=616 * MB, base=770 * MB),
        DriveNeed(Volume(2, "/home", 12_000 * MB), cache=True, archives=306 * MB),
    ),
)


def machine(name: str = "linux_nvidia_laptop") -> Machine:
    """A recorded machine of tests/machines, as if it were Mei's."""
    data = json.loads((MACHINES / f"{name}.json").read_text(encoding="utf-8"))
    return replace(from_data(data), home=str(HOME), user="mei")


def found(session: Session, plan: Plan, known: Machine, **folder: Any) -> tuple[Finding, ...]:
    """What the real checks find; `folder` are facts about conda's folder, which is not looked at.

    `owner` may be given too: whose the environment already is.
    """
    owner: Owner = folder.pop("owner", Owner.ABSENT)
    around = Surroundings(look=_looking(folder), owner=_owning(plan, owner))
    return check(plan, known, session.platform, session.catalog, around)


def _looking(facts: dict[str, Any]) -> Callable[..., FolderFacts]:
    def look(folder: Path, _sync_folders: object = ()) -> FolderFacts:
        usual = FolderFacts(folder, writable=True, free_bytes=90_000 * MB, nearest_existing=HOME)
        return replace(usual, **facts)

    return look


def _owning(plan: Plan, owner: Owner) -> Callable[[Path, Path], Owner]:
    return lambda prefix, _base: owner if prefix == plan.environment_prefix else Owner.ABSENT


def unsolvable() -> Finding:
    """What the solver says of wishes that do not fit together, with its ways out."""
    ways = (
        {"way": "python", "spec": "python", "value": "3.12"},
        {"way": "replace", "spec": "scipy<1.9", "value": "scipy"},
        {"way": "leave_out", "spec": "scipy<1.9", "value": ""},
    )
    detail = "package scipy-1.8.1 requires python >=3.10,<3.11.0a0, but none can be installed"
    return solving_finding(conflict(("python=3.13", "scipy<1.9"), ways, detail))


def lost() -> ServerTrouble:
    """A connection that was lost."""
    address = "https://conda.anaconda.org/conda-forge/linux-64/numpy-2.4.1-py313h_0.conda"
    return ServerTrouble(Rule.RESET, "conda.anaconda.org", f"GET {address}\nConnectionResetError")


def half_run(plan: Plan) -> tuple[Event, ...]:
    """A run until its middle, with the titles of the real steps."""
    titles = {step.name: step.title for step in all_steps()}
    packages = Progress(
        "fetch_packages",
        64 * MB,
        152 * MB,
        Unit.BYTES,
        "numpy",
        14.0,
        0.44,
        5.1 * MB,
        38.0,
        limit=Limit(Cause.DOWNLOAD, 5.1 * MB, alone=False),
    )
    return (
        StepStarted("fetch_installer", titles["fetch_installer"]),
        StepDone("fetch_installer", 12.0),
        StepStarted("fetch_packages", titles["fetch_packages"]),
        StepStarted("install_conda", titles["install_conda"]),
        Line("install_conda", f"PREFIX={plan.target.folder}"),
        Line("install_conda", "Unpacking payload ..."),
        Progress("install_conda", 1200, None, Unit.FILES, "", 9.0, 0.31),
        packages,
    )


def failed_run(plan: Plan) -> tuple[Event, ...]:
    """A run that loses its connection in the middle."""
    return (*half_run(plan), RunFailed("fetch_packages", lost()))


def in_channel() -> InChannel:
    """What conda-forge answers: its names, the newest builds of some, the sizes of the sets."""
    # As many as the real channel has; those that nobody looks for come last.
    others = (f"package-{number:05}" for number in range(_OTHERS))
    known = tuple(sorted({library.name for library in all_libraries()}.union(others)))
    facts = {
        name: PackageFact(version, size * MB // 10)
        for name, version, size in (
            ("numpy", "2.4.1", 89), ("scipy", "1.17.0", 168), ("matplotlib", "3.10.8", 1),
            ("pandas", "3.0.1", 143), ("scikit-learn", "1.8.0", 94),
            ("jupyter", "1.1.1", 1), ("jupyterlab", "4.5.2", 83), ("notebook", "7.5.1", 104),
        )
    }  # fmt: skip
    sizes = {
        "scientific": (117, 137), "machine-learning": (121, 152), "deep-learning": (164, 612),
        "llm": (191, 743), "empty": (18, 41),
    }  # fmt: skip
    presets = {
        name: PresetSize(Sizes(packages=size * MB, count=count, missing=size * MB))
        for name, (count, size) in sizes.items()
    }
    return InChannel(PackageSearch(ReadIndex(ChannelIndex(known))), facts, presets)
