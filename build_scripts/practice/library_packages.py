"""Build the conda packages of all wheels, for one or several Pythons.

Pure wheels are built once for all Pythons, the others once for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packaging.specifiers import SpecifierSet

from practice.byte_code import compile_tree, set_times
from practice.conda_package import BuiltPackage, PackageInfo, write_package
from practice.requirements import conda_name, conda_versions, depends_of, environment_of
from practice.systems import Python
from practice.wheels import NOARCH, Layout, Wheel, launcher_among, stage_wheel


@dataclass(frozen=True)
class _Job:
    """One package to build; `python` is None for `noarch`."""

    wheel: Wheel
    info: PackageInfo
    python: Python | None


def build_libraries(
    wheels: Mapping[Python, list[Wheel]], work: Path, folder: Path, pool: Executor
) -> list[BuiltPackage]:
    """Build every wheel into the channel at `folder`; `work` holds what is half made."""
    jobs = plan(wheels)
    launcher = launcher_among(wheel for these in wheels.values() for wheel in these)
    # The large ones first, so that no core waits for a last long one.
    jobs.sort(key=lambda job: -job.wheel.path.stat().st_size)
    return list(pool.map(lambda job: _build(job, launcher, work, folder), jobs))


def plan(wheels: Mapping[Python, list[Wheel]]) -> list[_Job]:
    """Which packages the wheels make, with their dependencies."""
    noarch: dict[Path, tuple[Wheel, set[str]]] = {}
    jobs = []
    for python, these in wheels.items():
        others = {wheel.distribution.name: wheel.distribution for wheel in these}
        environment = environment_of(python.version, python.system.markers)
        for wheel in these:
            depends = depends_of(wheel.distribution, others, environment)
            if wheel.pure:
                # One package serves all Pythons, so it needs what any of them needs.
                noarch.setdefault(wheel.path, (wheel, set()))[1].update(depends)
            else:
                info = _info(wheel, python, depends)
                jobs.append(_Job(wheel, info, python))
    for wheel, depends in noarch.values():
        jobs.append(_Job(wheel, _info(wheel, None, depends), None))
    return jobs


def _info(wheel: Wheel, python: Python | None, depends: set[str]) -> PackageInfo:
    distribution = wheel.distribution
    if python is None:
        wanted = conda_versions(SpecifierSet(distribution.requires_python)) or ">=3"
        own = [f"python {wanted}"]
        subdir, build = "noarch", "py_0"
    else:
        following = f"{python.number[0]}.{python.number[1] + 1}"
        own = [
            f"python >={python.minor},<{following}.0a0",
            f"python_abi {python.minor}.* *_{python.tag}",
        ]
        subdir, build = python.system.subdir, f"py{python.minor.replace('.', '')}_0"
    noarch: Literal["python"] | None = "python" if python is None else None
    return PackageInfo(
        name=conda_name(distribution.name),
        version=distribution.version,
        build=build,
        subdir=subdir,
        depends=(*own, *sorted(depends)),
        noarch=noarch,
        entry_points=wheel.entry_points,
        licence=distribution.licence,
        summary=distribution.summary,
    )


def _build(job: _Job, launcher: bytes, work: Path, folder: Path) -> BuiltPackage:
    tree = work / job.info.dist
    tree.mkdir()
    if job.python is None:
        stage_wheel(job.wheel, tree, NOARCH)
        return write_package(tree, job.info, folder)
    stage_wheel(job.wheel, tree, layout_of(job.python, launcher))
    set_times(tree)
    compile_tree(job.python, tree, [tree / job.python.site_packages])
    return write_package(tree, job.info, folder)


def layout_of(python: Python, launcher: bytes) -> Layout:
    """Where that Python's packages have their parts; only Windows needs the `launcher`."""
    needed = launcher if python.system.family == "windows" else b""
    return Layout(python.site_packages, python.system.scripts, python.headers, needed)
