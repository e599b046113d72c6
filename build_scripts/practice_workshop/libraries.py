"""Make one channel's packages of the wheels for several platforms: what is the same for all of
them once, as `noarch`, everything else for each platform.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from practice.byte_code import compile_tree, set_times
from practice.conda_package import BuiltPackage, PackageInfo, write_package
from practice.library_packages import layout_of, plan
from practice.systems import Python
from practice.wheels import NOARCH, Wheel, stage_wheel


@dataclass(frozen=True)
class Job:
    """One package to build; `python` is None for `noarch`."""

    wheel: Wheel
    info: PackageInfo
    python: Python | None


def jobs_for(wheels: Mapping[Python, list[Wheel]]) -> list[Job]:
    """Which packages the wheels make. A pure wheel that needs other libraries on one platform than
    on another becomes a package of each platform, because `noarch` could not say so."""
    planned = {
        python: {job.wheel.path: job for job in plan({python: these})}
        for python, these in wheels.items()
    }
    needs: dict[Path, set[tuple[str, ...]]] = {}
    for jobs in planned.values():
        for path, job in jobs.items():
            needs.setdefault(path, set()).add(job.info.depends)
    found: dict[tuple[Path, str], Job] = {}
    for python, jobs in planned.items():
        for path, job in jobs.items():
            if job.python is None and len(needs[path]) > 1:
                info = _of_platform(job.info, python)
                found[path, python.system.subdir] = Job(job.wheel, info, python)
            else:
                found[path, job.info.subdir] = Job(job.wheel, job.info, job.python)
    return list(found.values())


def _of_platform(info: PackageInfo, python: Python) -> PackageInfo:
    build = f"py{python.minor.replace('.', '')}_0"
    following = f"{python.number[0]}.{python.number[1] + 1}"
    own = (
        f"python >={python.minor},<{following}.0a0",
        f"python_abi {python.minor}.* *_{python.tag}",
    )
    others = tuple(spec for spec in info.depends if spec.split()[0] != "python")
    subdir = python.system.subdir
    return replace(info, subdir=subdir, build=build, noarch=None, depends=(*own, *others))


def build_jobs(
    jobs: list[Job], launcher: bytes, work: Path, folder: Path, pool: Executor
) -> Iterator[BuiltPackage]:
    """Build them into the channel at `folder`; the large ones first, so that no core waits."""
    jobs = sorted(jobs, key=lambda job: -job.wheel.path.stat().st_size)
    return pool.map(lambda job: _build(job, launcher, work / job.info.subdir, folder), jobs)


def _build(job: Job, launcher: bytes, work: Path, folder: Path) -> BuiltPackage:
    tree = work / job.info.dist
    tree.mkdir(parents=True)
    if job.python is None:
        stage_wheel(job.wheel, tree, NOARCH)
        return write_package(tree, job.info, folder)
    stage_wheel(job.wheel, tree, layout_of(job.python, launcher))
    set_times(tree)
    compile_tree(job.python, tree, [tree / job.python.site_packages])
    return write_package(tree, job.info, folder)
