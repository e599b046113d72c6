"""Wishes become locks: by py-rattler in a real child process, on a real little channel."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from app.core.cancel import Cancel
from app.core.conda.commands import CondaAt
from app.core.packages.lock import Wish
from app.core.packages.solve import CondaSolver, RattlerSolver, minor_versions, wish_for
from app.core.plan import Plan, Target, Workshop
from app.core.shell import Shell
from app.errors import Cancelled, InstallError, NoNetwork, PlanInvalid
from app.platforms import current
from tests.fakes.bench import SUBDIR, python_program


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
)


@pytest.fixture
def channel(tmp_path: Path) -> str:
    folder = tmp_path / "channel"
    for subdir in (SUBDIR, "noarch"):
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


def test_wishes_that_do_not_fit_together_are_a_conflict(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(PlanInvalid) as caught:
        solver.solve(wish(channel, "old", "new"))
    assert "do not fit together" in caught.value.summary
    assert caught.value.detail


def test_a_package_that_does_not_exist_is_named_with_its_neighbours(
    solver: RattlerSolver, channel: str
) -> None:
    with pytest.raises(PlanInvalid) as caught:
        solver.solve(wish(channel, "python", "numpyy"))
    assert "numpyy" in caught.value.summary
    assert "numpy" in caught.value.remedy


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
