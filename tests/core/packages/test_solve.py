"""Wishes become locks: by py-rattler in a real child process, on a real little channel."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.cancel import Cancel
from app.core.conda.commands import CondaAt
from app.core.network.answer import path_of
from app.core.packages.lock import Wish
from app.core.packages.solve import (
    CondaSolver,
    RattlerSolver,
    minor_versions,
    wish_elsewhere,
    wish_for,
)
from app.core.packages.unsolvable import Unsolvable
from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Plan, Target, Workshop
from app.core.shell import Finished, Shell
from app.errors import Cancelled, CommandFailed, InstallError, NoNetwork, PlanInvalid
from app.platforms import current
from app.platforms.base import Command
from tests.fakes import faults
from tests.fakes.bench import SUBDIR, python_program
from tests.fakes.fault_server import FaultServer


def record(name: str, version: str, *depends: str) -> dict[str, Any]:
    content = f"{name}-{version}".encode()
    return {
        "name": name,
        "version": version,
        "build": "0",
        "build_number": 0,
        "depends": list(depends),
        "subdir": SUBDIR,
        "size": len(content),
        "md5": hashlib.md5(content).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


RECORDS = (
    record("python", "3.11.9"),
    record("python", "3.12.7"),
    record("python", "3.13.0rc1"),
    record("pip", "25.0", "python"),
    record("numpy", "2.1.0", "python >=3.11,<3.13.0a0"),
    record("old", "1.0", "python <3.12"),
    record("new", "1.0", "python >=3.12"),
    record("plain", "1.0"),
    record("pytorch", "2.9"),
    record("on_gpu", "1.0", "__cuda >=12"),
    {**record("elsewhere", "1.0", "__win"), "subdir": "win-64"},
    {**record("elsewhere", "1.0"), "subdir": "osx-arm64"},
)


@pytest.fixture
def channel(tmp_path: Path) -> str:
    folder = tmp_path / "channel"
    for subdir in (SUBDIR, "noarch", "win-64", "osx-arm64"):
        here = [one for one in RECORDS if one["subdir"] == subdir]
        files = {f"{one['name']}-{one['version']}-0.conda": one for one in here}
        (folder / subdir).mkdir(parents=True)
        index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": files}
        (folder / subdir / "repodata.json").write_text(json.dumps(index))
    return folder.as_uri()


@pytest.fixture
def solver(tmp_path: Path) -> RattlerSolver:
    return RattlerSolver(Shell(current(), Cancel()), tmp_path / "cache")


def wish(channel: str, *specs: str) -> Wish:
    return Wish((channel,), specs, SUBDIR)


def test_a_wish_becomes_exact_packages_with_addresses_sizes_and_hashes(
    solver: RattlerSolver, channel: str
) -> None:
    asked = wish(channel, "python", "pip", "numpy")
    lock = solver.solve(asked)
    assert lock.key == asked.key
    assert {package.name: package.version for package in lock.packages} == {
        "python": "3.12.7",
        "pip": "25.0",
        "numpy": "2.1.0",
    }
    numpy = lock.find("numpy")
    assert numpy is not None
    assert numpy.url == f"{channel}/{SUBDIR}/numpy-2.1.0-0.conda"
    assert (numpy.size, len(numpy.sha256), len(numpy.md5)) == (11, 64, 32)
    assert not list((solver.cache / "repodata").glob("wish-*")), "the request is cleared away"


def test_a_conflict_names_the_choices_that_disagree_and_no_others(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python=3.12", "pip", "numpy", "old", "plain"))
    assert caught.value.summary == "python=3.12 and old do not fit together."
    assert "old 1.0 would require" in caught.value.detail
    assert [way.typed for way in caught.value.ways_out] == ["--python 3.11", "--without old"]


def test_every_way_out_of_a_conflict_really_leads_out(solver: RattlerSolver, channel: str) -> None:
    workshop = Workshop(python="3.12", packages=("old=1.0", "new", "numpy=2.1"))
    plan = Plan(replace(workshop, channels=(channel,)), Target(Path("/x")))
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish_for(plan, SUBDIR))
    ways = caught.value.ways_out
    assert ways
    for way in ways:
        assert solver.solve(wish_for(way.applied_to(plan), SUBDIR)).packages


def test_two_libraries_that_disagree_are_named_without_the_rest(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python", "pip", "plain", "old", "numpy", "new"))
    assert caught.value.summary == "old and new do not fit together."
    assert [way.typed for way in caught.value.ways_out] == ["--without old", "--without new"]


def test_a_version_that_is_nowhere_is_said_by_itself_and_may_be_dropped(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python", "pip", "numpy=1.21", "plain"))
    assert caught.value.summary == "The channels have nothing that fits numpy=1.21."
    assert caught.value.ways_out[0] == WayOut(Way.REPLACE, "numpy=1.21", "numpy")


def test_a_package_that_does_not_exist_is_named_with_its_neighbours(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python", "numpyy=2"))
    assert "numpyy" in caught.value.summary
    assert "numpy" in caught.value.remedy
    assert caught.value.ways_out == (
        WayOut(Way.REPLACE, "numpyy=2", "numpy"),
        WayOut(Way.LEAVE_OUT, "numpyy=2"),
    )


def test_what_people_call_a_package_leads_to_its_real_name(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python", "torch"))
    assert caught.value.ways_out[0].value == "pytorch"


def test_a_package_that_other_platforms_have_is_told(solver: RattlerSolver, channel: str) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(wish(channel, "python", "elsewhere"))
    assert "For osx-arm64 and win-64 there is: elsewhere." in caught.value.summary


def test_a_channel_without_python_offers_no_way_out(solver: RattlerSolver, channel: str) -> None:
    with pytest.raises(Unsolvable) as caught:
        solver.solve(Wish((channel,), ("python", "elsewhere", "plain"), "win-64"))
    assert "python" in caught.value.summary
    assert caught.value.ways_out == ()


def test_another_platform_is_solved_with_what_may_be_relied_on_there(
    solver: RattlerSolver, channel: str
) -> None:
    for_windows = Wish((channel,), ("elsewhere",), "win-64", virtual=("__win=10.0=0",))
    assert [package.name for package in solver.solve(for_windows).packages] == ["elsewhere"]
    with pytest.raises(Unsolvable) as caught:
        solver.solve(replace(for_windows, virtual=("__unix=0=0",)))
    assert "elsewhere" in caught.value.summary


def test_a_driver_that_only_our_own_probe_found_counts(solver: RattlerSolver, channel: str) -> None:
    asked = wish(channel, "on_gpu")
    assert solver.solve(replace(asked, cuda="12.8")).find("on_gpu")
    with pytest.raises(Unsolvable):
        solver.solve(replace(asked, cuda="11.0"))


def test_a_lock_for_other_computers_relies_on_nothing_of_this_one() -> None:
    plan = Plan(Workshop(packages=("numpy",)), Target(Path("/x")))
    assert "__win=10.0.17763=0" in wish_elsewhere(plan, "win-64").virtual
    assert not any("cuda" in text for text in wish_elsewhere(plan, SUBDIR).virtual)
    with pytest.raises(PlanInvalid) as caught:
        wish_elsewhere(plan, "amiga-16")
    assert "win-64" in caught.value.remedy


@pytest.mark.parametrize(
    "fault", [faults.html, faults.disguised_html, faults.truncate(40), faults.status(500)]
)
def test_an_index_that_is_no_index_is_a_network_error_in_one_sentence(
    solver: RattlerSolver, channel: str, no_proxies: None, fault: faults.Fault
) -> None:
    folder = path_of(channel)
    files = {f"/{f.relative_to(folder).as_posix()}": f.read_bytes() for f in folder.rglob("*.json")}
    with FaultServer(files) as server:
        assert solver.solve(wish(server.url, "numpy")).packages
        for path in files:
            server.always(path, fault)
        with pytest.raises(NoNetwork) as caught:
            RattlerSolver(solver.shell, solver.cache / "new").solve(wish(server.url, "numpy"))
    assert caught.value.summary == "A channel could not be read."
    assert caught.value.remedy


def test_a_channel_that_is_not_there_is_a_clear_error(
    solver: RattlerSolver, tmp_path: Path
) -> None:
    with pytest.raises(InstallError) as caught:
        solver.solve(wish((tmp_path / "nowhere").as_uri(), "python"))
    assert caught.value.remedy


def test_a_server_that_refuses_is_a_network_error(solver: RattlerSolver) -> None:
    with pytest.raises(NoNetwork) as caught:
        solver.solve(wish("http://127.0.0.1:9/channel", "python"))
    assert caught.value.remedy


def test_what_is_no_spec_is_told(solver: RattlerSolver, channel: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        solver.solve(wish(channel, "numpy ><= 1"))
    assert "not written" in caught.value.summary


def test_pythons_of_a_channel_are_final_and_newest_first(
    solver: RattlerSolver, channel: str
) -> None:
    assert solver.python_versions((channel,), SUBDIR) == ("3.12", "3.11")


def test_solving_ends_at_once_when_the_person_cancels(tmp_path: Path, channel: str) -> None:
    cancel = Cancel()
    solver = RattlerSolver(Shell(current(), cancel), tmp_path / "cache")
    threading.Timer(0.1, cancel.set).start()
    started = time.monotonic()

    def solve_for_ever() -> None:
        while True:
            solver.solve(wish(channel, "numpy"))

    with pytest.raises(Cancelled):
        solve_for_ever()
    assert time.monotonic() - started < 10


def test_minor_versions_are_those_we_support() -> None:
    given = ["3.12.1", "3.12.4", "3.7.9", "3.14.0a1", "garbage", "3.9", "2.7.18", "3.10.0"]
    assert minor_versions(given) == ("3.12", "3.10", "3.9")


def test_the_plans_wish_has_python_and_pip_once_and_specs_as_conda_reads_them() -> None:
    workshop = Workshop(
        python="3.12", packages=("pip", "NumPy ~= 2.1.0", "python", "scipy", "scipy")
    )
    found = wish_for(Plan(workshop, Target(Path("/x"))), SUBDIR)
    assert found.specs == ("python=3.12", "pip", "numpy>=2.1.0,<2.2", "scipy")
    assert found.channels == ("https://conda.anaconda.org/conda-forge",)
    with pytest.raises(PlanInvalid):
        wish_for(Plan(Workshop(packages=("--help",)), Target(Path("/x"))), SUBDIR)


@pytest.fixture
def conda_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CondaSolver:
    base = tmp_path / "conda"
    python = base / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/bash\nexec {python_program()} "$0" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setenv("FAKE_PYTHON_PROGRAM", python_program())
    return CondaSolver(Shell(current(), Cancel()), CondaAt(current(), base, tmp_path / "home"))


def test_condas_dry_run_becomes_a_lock_cached_packages_too(
    conda_solver: CondaSolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = {**record("numpy", "2.1.0"), "fn": "numpy-2.1.0-0.conda", "url": "https://h/n.conda"}
    cached = {**record("pip", "25.0"), "url": "https://h/p.conda"}
    info = conda_solver.conda.packages / "pip-25.0-0" / "info"
    info.mkdir(parents=True)
    (info / "repodata_record.json").write_text(json.dumps(cached))
    actions = {
        "FETCH": [fetched],
        "LINK": [{"dist_name": "numpy-2.1.0-0"}, {"dist_name": "pip-25.0-0"}],
    }
    monkeypatch.setenv("FAKE_DRY_RUN", json.dumps({"success": True, "actions": actions}))
    lock = conda_solver.solve(wish("https://h", "numpy"))
    assert [package.url for package in lock.packages] == ["https://h/n.conda", "https://h/p.conda"]


@pytest.mark.parametrize(
    "said",
    [
        "",
        '{"success": false}',
        '{"exception_name": "UnsatisfiableError", "message": "x"}',
        '{"success": true, "actions": {"LINK": [{"dist_name": "lost-1-0"}]}}',
    ],
)
def test_a_dry_run_that_answers_nothing_usable_is_a_clear_error(
    conda_solver: CondaSolver, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("FAKE_DRY_RUN", said)
    with pytest.raises(InstallError) as caught:
        conda_solver.solve(wish("https://h", "numpy"))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("cuda", "bounds", "variables"),
    [
        (None, (), {}),
        ("", (), {"CONDA_OVERRIDE_CUDA": ""}),
        (
            "12.9",
            ("cuda-version<=12.9",),
            {"CONDA_OVERRIDE_CUDA": "12.9", "CONDA_PINNED_PACKAGES": "cuda-version<=12.9"},
        ),
    ],
)
def test_conda_is_told_of_the_accelerator_in_its_own_way(
    cuda: str | None, bounds: tuple[str, ...], variables: dict[str, str]
) -> None:
    seen: list[Command] = []

    class _Noting(Shell):
        def run(self, command: Command, **_options: object) -> Finished:
            seen.append(command)
            raise CommandFailed("noted")

    solver = CondaSolver(
        _Noting(current(), Cancel()), CondaAt(current(), Path("/base"), Path("/h"))
    )
    asked = replace(wish("https://h", "pytorch"), cuda=cuda, bounds=bounds, added=("p=*=*cuda*",))
    with pytest.raises(CommandFailed):
        solver.solve(asked)
    (command,) = seen
    assert command.arguments[-2:] == ("pytorch", "p=*=*cuda*")
    names = ("CONDA_OVERRIDE_CUDA", "CONDA_PINNED_PACKAGES")
    assert {
        name: command.environment[name] for name in names if name in command.environment
    } == variables
